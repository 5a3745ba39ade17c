import { describe, expect, test, vi } from 'vitest';

vi.stubEnv('AUTH_SECRET', 'a secret for tests that is long enough');
vi.stubEnv('APP_DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none');
vi.stubEnv('ROOT_URL', 'https://rowhouse.test');
vi.stubEnv('ROOT_DOMAIN', 'rowhouse.test');
const { wayBack } = await import('./way-back');

const MINE = [
  { slug: 'acme', host: 'console.acme.test' },
  { slug: 'globex', host: 'globex' },
];
const home = { href: 'https://rowhouse.test/organizations', host: null };

describe('[R8] attack 1: the way back from confirming who you are', () => {
  test('leads to the hosts of my organizations, to the page that asked', () => {
    const back = (host: string, next?: string) => wayBack(MINE, host, next).href;
    expect(back('console.acme.test', '/settings?a=1')).toBe(
      'https://console.acme.test/settings?a=1#confirmed',
    );
    expect(back('acme', '/settings')).toBe('https://acme.rowhouse.test/settings#confirmed');
    expect(back('globex')).toBe('https://globex.rowhouse.test/#confirmed');
  });

  test.each([
    'evil.test',
    'console.acme.test.evil.test',
    'console.acme.test:443',
    'console.acme.test/',
    'console.acme.test@evil.test',
    'evil.test#console.acme.test',
    'evil.test\\@console.acme.test',
    'CONSOLE.ACME.TEST',
    'console.acme.test.',
    'initech',
    '//evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '',
    '@root',
    'console.acme.test\r\nLocation: https://evil.test',
    'a\0b',
  ])('never leads to %j', (host) => {
    expect(wayBack(MINE, host, '/settings')).toEqual(home);
  });

  test.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'https://evil.test',
    '/%0d%0aLocation:evil.test/..//evil.test',
    'javascript:alert(1)',
    '/\t/evil.test',
    '@evil.test',
    '.evil.test',
    ':443@evil.test/',
    '/..//evil.test',
  ])('stays on the host with the path %j', (next) => {
    const { href } = wayBack(MINE, 'console.acme.test', next);
    expect(new URL(href).origin).toBe('https://console.acme.test');
    expect(href.startsWith('https://console.acme.test/')).toBe(true);
  });
});
