import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHost } from './host.mjs';
import { ROOT_KEY, seal, sealed } from './seal';

const SECRET = 'a secret of more than thirty-two characters';
const NOW = 1_800_000_000_000;

test('[R4] a seal holds for its host, its secret and a minute', () => {
  const made = seal('acme', SECRET, NOW);
  expect(sealed('acme', made, SECRET, NOW)).toBe(true);
  expect(sealed('acme', made, SECRET, NOW + 60_000)).toBe(true);
  expect(sealed('acme', made, SECRET, NOW - 1_000)).toBe(true); // clocks of two processes
  expect(sealed('acme', made, SECRET, NOW + 60_001)).toBe(false);
  expect(sealed('acme', made, SECRET, NOW - 1_001)).toBe(false);
  expect(sealed('globex', made, SECRET, NOW)).toBe(false);
  expect(sealed(ROOT_KEY, made, SECRET, NOW)).toBe(false);
  expect(sealed('acme', made, `${SECRET}.`, NOW)).toBe(false);
});

test('[R4] a seal of this second begins with the second, and a thousand hosts more change nothing', () => {
  const made = seal('acme', SECRET, NOW + 999);
  expect(made).toBe(seal('acme', SECRET, NOW));
  expect(sealed('acme', made, SECRET, NOW + 60_000)).toBe(true);
  expect(sealed('acme', made, SECRET, NOW + 60_001)).toBe(false);
  for (let i = 0; i < 1100; i++) seal(`host-${i}`, SECRET, NOW);
  expect(seal('acme', SECRET, NOW)).toBe(made);
  expect(sealed('acme', made, SECRET, NOW)).toBe(true);
});

test('[R4] no seal, half a seal, or another form of one is none', () => {
  const [stamp, code] = seal('acme', SECRET, NOW).split('.') as [string, string];
  for (const forged of [
    null,
    '',
    '.',
    stamp,
    code,
    `${stamp}.`,
    `.${code}`,
    `${Number(stamp) + 1}.${code}`,
    `NaN.${code}`,
    `Infinity.${code}`,
    `${stamp}.${code.slice(0, -1)}`,
    `${stamp}.${code}${code}`,
    `${stamp}.${'A'.repeat(43)}`,
  ])
    expect([forged, sealed('acme', forged, SECRET, NOW)]).toEqual([forged, false]);
  expect(sealed(null, `${stamp}.${code}`, SECRET, NOW)).toBe(false);
  expect(sealed('', seal('', SECRET, NOW), SECRET, NOW)).toBe(false);
});

test('[R4] no host and moment share a seal with another, however they are joined', () => {
  const part = fc.string({ minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(part, part, fc.nat(), (a, b, later) => {
      fc.pre(a !== b);
      expect(sealed(b, seal(a, SECRET, NOW), SECRET, NOW)).toBe(false);
      const [, code] = seal(a, SECRET, NOW).split('.');
      if (later > 0) expect(sealed(a, `${NOW + later}.${code}`, SECRET, NOW + later)).toBe(false);
    }),
  );
});

test('[R4] the root host’s key is spelt like no host', () => {
  expect(parseHost(ROOT_KEY, 'rowhouse.localhost').kind).toBe('bad');
  expect(parseHost(`${ROOT_KEY}.rowhouse.localhost`, 'rowhouse.localhost').kind).toBe('bad');
});
