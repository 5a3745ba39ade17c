import { describe, expect, test } from 'vitest';
import {
  dropInternal,
  isWellFormedHost,
  MAX_BODY_BYTES,
  MAX_COOKIE_BYTES,
  MAX_COOKIES,
  refusal,
  settleForwarding,
  trustedProxies,
} from './lib/front/rules.mjs';

type Headers = Record<string, string>;

/** A request as Node shows it, from header lines in order. */
function asked(lines: [string, string][], url = '/members') {
  const headers: Headers = {};
  for (const [name, value] of lines) headers[name.toLowerCase()] ??= value;
  return { url, rawHeaders: lines.flat(), headers };
}
const codeOf = (lines: [string, string][], { trusted = false, url = '/members' } = {}) =>
  refusal(asked(lines, url), { trusted })?.code ?? null;
const host: [string, string] = ['Host', 'acme.rowhouse.localhost:3000'];

describe('[R7] malformed hosts get a clear 4xx before anything else sees them', () => {
  test.each([
    'acme.rowhouse.localhost',
    'acme.rowhouse.localhost:3000',
    'ACME.rowhouse.localhost',
    'acme.rowhouse.localhost.',
    '127.0.0.1:3000',
    '[::1]:3000',
    'xn--bcher-kva.example',
    'localhost',
  ])('%s is left to the application', (value) => {
    expect(isWellFormedHost(value)).toBe(true);
    expect(codeOf([['Host', value]])).toBeNull();
  });

  test.each([
    'a,b',
    'a, b',
    'user@acme.rowhouse.localhost',
    'acme%2erowhouse.localhost',
    'a b',
    'a\tb',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a:',
    'a:b',
    'a:99999',
    'a:80:80',
    'http://a',
    '[::1',
    '::1',
    'ä.example',
    'a'.repeat(254),
    '"a"',
    'a;b',
  ])('%j is refused', (value) => {
    expect(codeOf([['Host', value]])).toBe('host_malformed');
  });

  test('none, an empty one and two are refused', () => {
    expect(codeOf([])).toBe('host_missing');
    expect(codeOf([['Host', '']])).toBe('host_missing');
    expect(codeOf([host, ['host', 'globex.rowhouse.localhost']])).toBe('host_duplicate');
    expect(codeOf([host, host])).toBe('host_duplicate');
  });

  test('two X-Forwarded-Host headers are refused, from anybody', () => {
    const twice: [string, string][] = [
      host,
      ['X-Forwarded-Host', 'a.example'],
      ['x-forwarded-host', 'b.example'],
    ];
    expect(codeOf(twice)).toBe('host_duplicate');
    expect(codeOf(twice, { trusted: true })).toBe('host_duplicate');
  });

  test('a malformed forwarded host counts only where it would be believed', () => {
    const listed: [string, string][] = [host, ['X-Forwarded-Host', 'a.example, b.example']];
    expect(codeOf(listed, { trusted: true })).toBe('host_malformed');
    expect(codeOf(listed)).toBeNull();
  });

  test('a target that is no path is refused', () => {
    expect(codeOf([host], { url: 'http://globex.rowhouse.localhost/' })).toBe('target_malformed');
    expect(codeOf([host], { url: '*' })).toBe('target_malformed');
  });
});

describe('sizes', () => {
  const cookies = (n: number) => Array.from({ length: n }, (_, i) => `c${i}=1`).join('; ');

  test('too many cookies are refused with 431', () => {
    expect(codeOf([host, ['Cookie', cookies(MAX_COOKIES)]])).toBeNull();
    expect(codeOf([host, ['Cookie', cookies(MAX_COOKIES + 1)]])).toBe('cookies_too_large');
    expect(codeOf([host, ['Cookie', `c=${'x'.repeat(MAX_COOKIE_BYTES)}`]])).toBe('cookies_too_large');
  });

  test('too long a body is refused with 413', () => {
    expect(codeOf([host, ['Content-Length', String(MAX_BODY_BYTES)]])).toBeNull();
    expect(codeOf([host, ['Content-Length', String(MAX_BODY_BYTES + 1)]])).toBe('body_too_large');
  });
});

describe('[R4] headers that only the application may set do not reach it from outside', () => {
  test('they are dropped, and the one that a client may send is kept', () => {
    const headers: Headers = {
      host: 'acme.rowhouse.localhost',
      'next-action': 'id',
      'x-rowhouse-organization': '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    };
    const kept = { ...headers };
    for (const name of [
      'x-middleware-subrequest',
      'x-middleware-rewrite',
      'x-middleware-request-x-rowhouse-host',
      'x-middleware-override-headers',
      'x-middleware-set-cookie',
      'x-invoke-path',
      'x-invoke-output',
      'x-matched-path',
      'x-now-route-matches',
      'next-resume',
      'x-next-resume-state-length',
      'x-nextjs-data',
      'content-security-policy',
      'content-security-policy-report-only',
      'x-nonce',
      'x-action-forwarded',
      'x-rowhouse-host',
      'x-rowhouse-seal',
    ]) {
      headers[name] = 'evil';
    }
    dropInternal(headers);
    expect(headers).toEqual(kept);
  });
});

describe('[R7] which proxy header is trusted is one setting, off by default', () => {
  const sent = {
    'x-forwarded-host': 'globex.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-forwarded-for': '203.0.113.9, 198.51.100.7, 10.0.0.2',
    'x-forwarded-prefix': '/x',
    forwarded: 'for=203.0.113.9;host=globex.example',
    'x-real-ip': '203.0.113.9',
  };
  const settled = (peer: string, setting: string | undefined) => {
    const headers: Headers = { ...sent };
    settleForwarding(headers, peer, trustedProxies(setting));
    return headers;
  };

  test('without it only the address of the socket is left', () => {
    expect(settled('10.0.0.1', undefined)).toEqual({ 'x-forwarded-for': '10.0.0.1' });
    expect(settled('::ffff:10.0.0.1', '')).toEqual({ 'x-forwarded-for': '10.0.0.1' });
  });

  test('another peer than the trusted one is not believed', () => {
    expect(settled('10.0.0.3', '10.0.0.1, 10.0.0.2')).toEqual({ 'x-forwarded-for': '10.0.0.3' });
  });

  test('the trusted proxy is, and the client is the last address that is not a proxy of ours', () => {
    expect(settled('::ffff:10.0.0.1', '10.0.0.1,10.0.0.2')).toEqual({
      'x-forwarded-host': 'globex.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-for': '198.51.100.7',
    });
  });

  test('what a trusted proxy passes on without sense is dropped', () => {
    const headers: Headers = {
      'x-forwarded-proto': 'javascript',
      'x-forwarded-port': 'x',
      'x-forwarded-for': 'unknown, <b>',
    };
    settleForwarding(headers, '10.0.0.1', trustedProxies('10.0.0.1'));
    expect(headers).toEqual({ 'x-forwarded-for': '10.0.0.1' });
  });

  test('a setting that is no list of addresses is an error, not a hole', () => {
    expect(() => trustedProxies('10.0.0.0/8')).toThrow(/not an IP address/);
    expect(() => trustedProxies('*')).toThrow(/not an IP address/);
  });
});
