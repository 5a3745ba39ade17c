import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wayOf } from '../../../lib/tenancy/way';
import { frontServer } from './front-server.mjs';
import { openGate } from './gate.mjs';
import { drain, listen } from './listen.mjs';

// Every spelling of a path either ends at the front or is counted under the path that everything after it reads.

const HOST = 'acme.rowhouse.localhost';
const ROUTES = [
  '/',
  '/members',
  '/auth/start',
  '/api/v1/context',
  '/s/main/contacts',
  '/sign-in',
  '/mailbox',
];

/** Ways to write "one folder up", a slash and a dot, as proxies, browsers and frameworks have read them. */
const UP = ['..', '%2e%2e', '.%2e', '%2E.', '%252e%252e', '..;', '%c0%ae%c0%ae', '..%00', '%2e%2e%20', '.. '];
const SLASH = [
  '/',
  '\\',
  '%2f',
  '%2F',
  '%5c',
  '%255c',
  '//',
  '/./',
  '/%2e/',
  '%252f',
  '%c0%af',
  '/;/',
  '%00/',
];
const EXEMPT = ['/_next/static', '/api/health', '/mark.svg', '/icon.svg', '/favicon.ico'];

const spellings = ROUTES.flatMap((route) =>
  EXEMPT.flatMap((exempt) =>
    SLASH.flatMap((slash) =>
      UP.flatMap((up) => [
        `${exempt}${slash}${up}${slash}${up}${route}`,
        `${exempt}${slash}x${slash}${up}${slash}${up}${slash}${up}${route}`,
        `${exempt}${slash}${up}${route}`,
      ]),
    ).concat([
      `${exempt}?/../..${route}`,
      `${exempt}%3f${route}`,
      `${exempt}#${route}`,
      `${exempt};${route}`,
      `${exempt}%23/../..${route}`,
      `/${exempt}${route}`,
      `/.${exempt}/../..${route}`,
      `/x/..${exempt}/../..${route}`,
      `/%5fnext/static/../..${route}`,
      `/_next%2fstatic/../..${route}`,
      `/_NEXT/static/../..${route}`,
    ]),
  ),
);

type Seen = { url: string; counted: boolean };
let seen: Seen[] = [];
const counted = new WeakSet<IncomingMessage>();
const gate = openGate({ AUTH_SECRET: 'x'.repeat(32), RATE_LIMIT_STRANGERS_PER_MINUTE: '100000000' });
const { judge } = gate;
gate.judge = async (req) => {
  const verdict = await judge(req);
  if (verdict) counted.add(req);
  return verdict;
};
function handler(req: IncomingMessage, res: ServerResponse) {
  seen.push({ url: req.url ?? '', counted: counted.has(req) });
  res.end('handed on');
}
const front: Server = frontServer({ handler, proxies: new Set<string>(), gate, stopping: () => false });
const port = () => (front.address() as AddressInfo).port;
beforeAll(() => listen(front, 0, '127.0.0.1'));
afterAll(() => drain([front], 0));

/** Sends request lines on one connection after the other, as bytes. @returns status codes and bodies */
function ask(
  target: string,
  { method = 'GET', headers = '' } = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect(port(), '127.0.0.1', () =>
      socket.write(
        `${method} ${target} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n${headers}\r\n`,
        'latin1',
      ),
    );
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () =>
      resolve({ status: Number(text.split(' ')[1] ?? 0), body: text.split('\r\n\r\n')[1] ?? '' }),
    );
  });
}

/** Asks for all of these, a few at a time. */
async function askAll(
  targets: readonly string[],
  each: (target: string, status: number, got?: Seen) => void,
) {
  for (const target of targets) {
    seen = [];
    const { status } = await ask(target);
    each(target, status, seen[0]);
  }
}

/** What may pass uncounted: what it says, and nothing that leads elsewhere. */
const HARMLESS = /^\/(?:_next\/static\/[\w./~-]+$|api\/health$|(?:mark|icon)\.svg$|favicon\.ico$)/;

describe('[R9] attack 5: no spelling of a path passes the front uncounted', () => {
  test('folders up, encoded slashes, backslashes and NUL behind an uncounted path', {
    timeout: 240_000,
  }, async () => {
    await askAll(spellings, (target, status, got) => {
      expect([200, 400], target).toContain(status);
      if (!got) return;
      const [path = ''] = got.url.split('?', 1);
      expect(got.counted || HARMLESS.test(path), `${target} passed uncounted as ${got.url}`).toBe(true);
      // Whoever parses it again reads the same: nothing is left to resolve.
      const again = new URL(got.url, 'http://x.invalid');
      expect(again.pathname + again.search, target).toBe(got.url);
      expect(decodeURIComponent(path), target).not.toMatch(/\/\/|\/\.{1,2}(?:\/|$)|\\|\p{Cc}/u);
    });
  });

  test('only looking is uncounted: an action posted to a static path is counted', async () => {
    for (const path of ['/_next/static/x.js', '/api/health', '/mark.svg']) {
      seen = [];
      await ask(path, { method: 'POST', headers: 'Next-Action: x\r\nContent-Length: 0\r\n' });
      expect(seen[0], path).toMatchObject({ counted: true });
      seen = [];
      await ask(path);
      expect(seen[0], path).toMatchObject({ counted: false });
    }
  });

  test('the middleware reads the path as the front does', async () => {
    const wayTo = (url = '') => wayOf(HOST, url.split('?', 1)[0] ?? '', 'rowhouse.localhost');
    await askAll(['/%6dembers', '/m%65mbers?q=%6d', '/members'], (target, _status, got) => {
      expect(got?.url, target).toMatch(/^\/members(?:\?|$)/);
      expect(wayTo(got?.url), target).toMatchObject({ to: 'org' });
    });
    await askAll(['/t%7e/acme/members', '/%74~/acme', '/T%7E/acme'], (target, _status, got) => {
      expect(wayTo(got?.url), target).toMatchObject({ to: 'nowhere' });
    });
  });

  test('whatever passes is a fixed point of URL parsing', { timeout: 120_000 }, async () => {
    const piece = fc.constantFrom(
      ...UP,
      ...SLASH,
      ...EXEMPT,
      'members',
      '%',
      '%zz',
      '%ff',
      '?',
      '#',
      '~',
      '{',
      '"',
      'ä',
      '',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        seen = [];
        const { status } = await ask(`/${pieces.join('')}`);
        if (!seen[0]) return status === 400;
        const again = new URL(seen[0].url, 'http://x.invalid');
        return again.pathname + again.search === seen[0].url;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('[R9] attack 18: input that answered 500', () => {
  test('NUL in any query parameter is refused', async () => {
    for (const target of [
      '/sign-in?next=%00',
      '/handover?host=a%00b',
      '/members?q=a&%00=1',
      '/?a=%00',
      '/%00',
    ]) {
      const { status, body } = await ask(target, { headers: 'Accept: application/json\r\n' });
      expect(status, target).toBe(400);
      expect(JSON.parse(body), target).toMatchObject({ status: 400, code: 'target_malformed' });
    }
  });

  test('methods that nothing here answers are refused by name', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LINK', 'M-SEARCH', 'PURGE', 'CONNECT'])
      expect((await ask('/', { method })).status, method).toBe(405);
    for (const method of ['BREW', 'get', 'X'.repeat(60)])
      expect((await ask('/', { method })).status, method).toBe(405);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect((await ask('/', { method, headers: 'Content-Length: 0\r\n' })).status, method).toBe(200);
  });
});

describe('[R9] honest targets pass as they are', () => {
  test.each([
    '/',
    '/members?q=a%20b&role=owner&empty=',
    '/members/',
    '/s/main/contacts?cursor=abc%2Bdef%3D%3D',
    '/_next/static/chunks/0~a.b_c-d.js',
    '/_next/image?url=%2Fmark.svg&w=16&q=1',
    '/api/v1/members?q=%E4%BD%A0',
    '/brand/0123456789abcdef.png',
    "/members?q=it's|[]{}^`",
    '/handover?host=acme&next=%2Fs%2Fmain%2F..',
    '/?redirect=https://a.example/../b',
  ])('%s', async (target) => {
    seen = [];
    expect((await ask(target)).status).toBe(200);
    expect(seen[0]?.url).toBe(new URL(target, 'http://x.invalid').href.slice('http://x.invalid'.length));
  });
});
