import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HostKind, isInternalPath, parseHost } from './host.mjs';

const ROOT = 'rowhouse.localhost';
const parse = (header: string | null | undefined) => parseHost(header, ROOT);
const key = (header: string) => {
  const host = parse(header);
  return host.kind === 'org' ? host.key : host.kind;
};

describe('[R7] hosts', () => {
  test.each([
    ['rowhouse.localhost', 'root'],
    ['rowhouse.localhost:3000', 'root'],
    ['ROWHOUSE.localhost.', 'root'],
    ['acme.rowhouse.localhost', 'acme'],
    ['Acme.RowHouse.LocalHost:3000', 'acme'],
    ['acme.rowhouse.localhost.:3000', 'acme'],
    ['members.acme.test', 'members.acme.test'],
    ['members.acme.test:65535', 'members.acme.test'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['localhost', 'local'],
    ['localhost:3000', 'local'],
    ['127.0.0.1:3000', 'local'],
    [`${'a'.repeat(63)}.test`, `${'a'.repeat(63)}.test`],
  ])('%s leads to %s', (header, to) => {
    expect(key(header)).toBe(to);
  });

  test.each([
    null,
    undefined,
    '',
    ' ',
    '.',
    ':3000',
    'acme',
    'intranet:80',
    'a.b.rowhouse.localhost', // one label below the root only
    'www.acme.rowhouse.localhost',
    '.rowhouse.localhost',
    'acme..rowhouse.localhost',
    'acme.rowhouse.localhost..',
    'xn--acme.rowhouse.localhost',
    'acme.rowhouse.localhost:',
    'acme.rowhouse.localhost:0',
    'acme.rowhouse.localhost:65536',
    'acme.rowhouse.localhost:3000:3000',
    'acme.rowhouse.localhost:+80',
    'acme.rowhouse.localhost:80a',
    'acme.rowhouse.localhost:000080',
    'acme.rowhouse.localhost,globex.rowhouse.localhost',
    'acme.rowhouse.localhost, globex.rowhouse.localhost',
    'acme.rowhouse.localhost globex.rowhouse.localhost',
    'user@acme.rowhouse.localhost',
    'user:pass@acme.rowhouse.localhost',
    'acme%2erowhouse.localhost',
    'acme%2Erowhouse%2Elocalhost',
    'acme%00.rowhouse.localhost',
    'acme/.rowhouse.localhost',
    'acme\\.rowhouse.localhost',
    'http://acme.rowhouse.localhost',
    'acme.rowhouse.localhost/t~/globex',
    'acme.rowhouse.localhost?x',
    'acme.rowhouse.localhost#x',
    'acme_co.test',
    '-acme.test',
    'acme-.test',
    'ácme.test',
    'acme。rowhouse.localhost', // an ideographic full stop
    'acme.rowhouse.loca\u212Ahost', // a Kelvin sign, whose lower case is k
    '\u212Aelvin.test',
    'acme\n.test',
    'acme.test\r\nx-forwarded-host: globex',
    'acme\0.test',
    '10.0.0.1',
    '1.2.3',
    '0.0.0.0:80',
    '127.0.0.2',
    '127.0.0.1.1',
    '[::1]',
    '[::1]:3000',
    '::1',
    'fe80::1%eth0',
    `${'a'.repeat(64)}.test`,
    `${'a.'.repeat(127)}test`,
    'a'.repeat(100_000),
    '*.rowhouse.localhost',
    '*',
  ])('%j leads nowhere', (header) => {
    expect(parse(header).kind).toBe('bad');
  });
});

// An independent reading of the same grammar: one regular expression for the form, then what the name is.
const FORM =
  /^(?=[^:]{1,254}(?::|$))((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.?(?::(?=[0-9]{1,5}$)0*([1-9][0-9]*))?$/;
function oracle(header: string): string {
  const ascii = header.replace(/[A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 32));
  const [, name, port] = FORM.exec(ascii) ?? [];
  if (!name || name.length > 253 || Number(port ?? 1) > 65_535) return 'bad';
  if (name === 'localhost' || name === '127.0.0.1') return 'local';
  if (name === ROOT) return 'root';
  const below = /^(.+)\.rowhouse\.localhost$/.exec(name)?.[1];
  if (below) return /\.|^xn--/.test(below) ? 'bad' : `org ${below}`;
  return /^[0-9.]+$/.test(name) || !name.includes('.') ? 'bad' : `org ${name}`;
}
const say = (host: HostKind) => (host.kind === 'org' ? `org ${host.key}` : host.kind);
const canonical = (host: HostKind) => {
  if (host.kind === 'root') return ROOT;
  if (host.kind === 'local') return 'localhost';
  return host.kind === 'org' ? (host.key.includes('.') ? host.key : `${host.key}.${ROOT}`) : null;
};

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zA-Z0-9-]{1,8}$/) },
  {
    weight: 6,
    arbitrary: fc.constantFrom('acme', 'rowhouse', 'localhost', 'ROWHOUSE', 'xn--a', 'test', '127', '0', '1'),
  },
  { weight: 4, arbitrary: fc.constantFrom('.', '..', '.', '.', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ':',
      ':80',
      ':0',
      ':99999',
      ':065535',
      '@',
      '%2e',
      ',',
      ' ',
      '/',
      '\\',
      '[',
      ']',
      '_',
      '*',
      '\0',
      '\u212A',
      '\u0130',
      'ß',
      '。',
      '\r\n',
      '-',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('a'.repeat(62), 'a'.repeat(63), 'a'.repeat(64), 'a.'.repeat(120)) },
);
const hosts = fc.oneof(
  fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 3 }).map((pieces) => `${pieces.join('')}.${ROOT}`),
  fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('.')),
  fc.tuple(fc.ipV4(), fc.nat(70_000)).map(([ip, port]) => `${ip}:${port}`),
  fc.ipV6().map((ip) => `[${ip}]`),
  fc.domain(),
  fc
    .tuple(
      fc.constantFrom(ROOT, 'localhost', '127.0.0.1', `acme.${ROOT}`),
      fc.mixedCase(fc.constant('x')),
      piece,
    )
    .map(([name, x, tail]) => (x === 'X' ? name.toUpperCase() : name) + tail),
);

test('[R7] 100,000 hosts: never throws, agrees with another reading of the grammar, and is stable', () => {
  const seen = { root: 0, org: 0, local: 0, bad: 0 };
  fc.assert(
    fc.property(hosts, (header) => {
      const host = parse(header);
      seen[host.kind]++;
      const again = canonical(host);
      return say(host) === oracle(header) && (again === null || say(parse(again)) === say(host));
    }),
    { numRuns: 100_000 },
  );
  // The fuzz reaches every outcome, and not the easy one alone.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
}, 60_000);

describe('[R4] internal paths', () => {
  test.each([
    '/t~',
    '/t~/',
    '/t~/acme/members',
    '/T~/acme',
    '//t~/acme',
    '/./t~/acme',
    '/x/../t~/acme',
    '/%74~/acme',
    '/t%7e/acme',
    '/t%7E/acme',
    '/%54%7E/acme',
    '/%2574~/acme',
    '/t%257e/acme',
    '/t%25257e/acme',
    '/x%2f..%2ft~/acme',
    '/x%5ct~/acme',
    '\\t~\\acme',
    't~/acme',
    '/api/t~',
    '/%',
    '/%zz',
    '/%c3%28',
    `/${'%25'.repeat(8)}74~/acme`,
    '/%2525252574~/acme',
  ])('%s is one', (path) => {
    expect(isInternalPath(path)).toBe(true);
  });

  test.each([
    '/',
    '',
    '/members',
    '/members/t',
    '/t',
    '/~t',
    '/t~x',
    '/xt~',
    '/t-/acme',
    '/caf%C3%A9',
    '/a%20b',
    '/t~acme',
  ])('%s is none', (path) => {
    expect(isInternalPath(path)).toBe(false);
  });

  test('however the segment is escaped, up to three times over', () => {
    const escapes = fc.tuple(fc.boolean(), fc.boolean(), fc.nat(3), fc.constantFrom('t', 'T'));
    fc.assert(
      fc.property(escapes, fc.constantFrom('/', '//', '/x/../', '\\'), ([one, two, times, t], before) => {
        let segment = (one ? `%${t.charCodeAt(0).toString(16)}` : t) + (two ? '%7e' : '~');
        for (let i = 0; i < times; i++) segment = segment.replaceAll('%', '%25');
        expect(isInternalPath(`${before}${segment}/acme/members`)).toBe(true);
      }),
    );
  });
});
