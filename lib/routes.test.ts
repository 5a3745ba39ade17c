import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rootPaths, safeNext } from './routes';

const EVIL = 'evil.example';
const HERE = 'http://rowhouse.localhost:3000';

// What a browser might read as another host, or as something to run.
const HOSTS = [
  EVIL,
  `${EVIL}:80`,
  `user@${EVIL}`,
  `rowhouse.localhost@${EVIL}`,
  `rowhouse.localhost.${EVIL}`,
  '[::1]',
  '0x7f.1',
  'xn--80ak6aa92e.com',
  'еvil.example',
];
const BEFORE = [
  '//',
  '///',
  '////',
  '/\\',
  '\\\\',
  '\\/',
  '/\\/',
  '\\/\\/',
  '/\t/',
  '/\n/',
  '/\r/',
  '\t//',
  ' //',
  '/ /',
  '/\u00a0/',
  '/\u2028/',
  '\u0000//',
  '/\u0000/',
  'http://',
  'https://',
  'HTTP://',
  'http:',
  'https:/',
  'http:\\\\',
  '//\\',
  '/./\\',
  '/..//',
  '/x/..//',
  '/.//',
  '/%2e//',
  '/%2e%2e//',
  '/x/%2e%2e//',
  '/%09/',
  '/%5c',
  '/%2f',
  '/%2f%2f',
  '/%0d%0a//',
  '//%0d%0a',
  '@',
  '/@',
];
const SCRIPTS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  '/javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:x',
  'file:///etc/passwd',
  'about:blank',
  'mailto:a@b.example',
  'ws://evil.example',
  'ftp://evil.example',
];
const PAYLOADS = [...BEFORE.flatMap((before) => HOSTS.map((host) => before + host)), ...SCRIPTS];

/** Where a browser on the root host ends up, also when the path goes through a Location header. */
const ends = (next: string) => [new URL(next, HERE), new URL(new URL(next, HERE).href)];

describe('where signing in leads', () => {
  test('[K1][B4] no way of writing it leaves this host', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
    for (const payload of PAYLOADS) {
      const next = safeNext(payload, '/organizations');
      expect(next, JSON.stringify(payload)).toMatch(/^\/(?![/\\])/);
      for (const end of ends(next)) expect(end.origin, JSON.stringify(payload)).toBe(HERE);
    }
  });

  test('[K1] a second pass changes nothing, so that a path may be made safe at each step', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.webPath({ size: 'small' }),
      fc.constantFrom(...PAYLOADS),
    );
    fc.assert(
      fc.property(any, (text) => {
        const next = safeNext(text);
        expect(safeNext(next)).toBe(next);
        for (const end of ends(next)) expect(end.origin).toBe(HERE);
        expect(next).not.toMatch(/[\s\p{Cc}\\]/u);
      }),
      { numRuns: 1000 },
    );
  });

  test('paths of ours pass as they are', () => {
    const handover = rootPaths.handover({
      host: 'acme',
      challenge: 'a'.repeat(43),
      next: '/members?q=ann&role=admin',
    });
    for (const path of [
      '/',
      '/organizations',
      '/members?q=a%20b',
      handover,
      rootPaths.signIn({ next: handover }),
    ])
      expect(safeNext(path)).toBe(path);
  });

  test('nothing, too much, and what is not a path become the fallback', () => {
    for (const next of [undefined, null, '', 'organizations', `/${'a'.repeat(2001)}`, '?x', '#x'])
      expect(safeNext(next, '/organizations')).toBe('/organizations');
  });
});
