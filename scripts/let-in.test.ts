import { createHash } from 'node:crypto';
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { frontServer } from './lib/front/front-server.mjs';
import { gateOf } from './lib/front/let-in.mjs';
import { drain, listen } from './lib/front/listen.mjs';
import { pageUnavailable } from './lib/front/replace-failure.mjs';
import { Turns } from './lib/front/turns.mjs';

const bucket = { name: 'session', limit: 5, used: 6, resetMs: 11_500 };
let full: typeof bucket | null = bucket;
let asked = 0;
let handler: (req: IncomingMessage, res: ServerResponse) => unknown = (_req, res) => res.end('served');
let party: { party: string; crowd: string | null } = { party: 'somebody', crowd: null };
const judge = async () => ({ ...party, drawn: [bucket], full });
const server = frontServer({
  handler: (req: IncomingMessage, res: ServerResponse) => {
    asked++;
    return handler(req, res);
  },
  proxies: new Set<string>(),
  gate: gateOf(judge, new Turns()),
  stopping: () => false,
});
beforeAll(() => listen(server, 0, '127.0.0.1'));
afterAll(() => drain([server], 0));
beforeEach(() => {
  asked = 0;
  full = bucket;
});

function send(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    http
      .request(
        { port, host: '127.0.0.1', path, method, headers: { host: 'a.example', ...headers } },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
          );
        },
      )
      .on('error', reject)
      .end(body);
  });
}

describe('[L4] a request too many', () => {
  test('reaches nothing behind the front, and says when to come back', async () => {
    const answer = await send('/members');
    expect(answer.status).toBe(429);
    expect(answer.headers).toMatchObject({
      'retry-after': '12',
      'ratelimit-policy': '"session";q=5;w=60',
      ratelimit: '"session";r=0;t=12',
      'cache-control': 'no-store, no-transform',
    });
    expect(answer.body).toBe('You sent more requests than a minute may have. Try again in 12 seconds.\n');
    expect(asked).toBe(0);
  });

  test('is a page for browsers: in their theme, escaped, its one style hashed, nothing else allowed', async () => {
    const headers = { accept: 'text/html,*/*', cookie: 'theme=dark' };
    const page = await send('/evil.example/?a="><script>&b', headers);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<html lang="en" data-theme="dark">');
    expect(page.body).toContain('<meta http-equiv="refresh" content="12">');
    expect(page.body).toContain('href="/evil.example/?a=%22%3E%3Cscript%3E&amp;b"');
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page.body) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page.headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page.body).not.toMatch(/<script|style=|https?:\/\/(?!www\.w3\.org)/);
  });

  test('that sent something does not come back by itself: it would not be sent again', async () => {
    const page = await send('/settings', { accept: 'text/html' }, 'POST', 'a=b');
    expect(page.body).not.toContain('http-equiv');
    expect(page.body).toContain('href="/"');
  });

  test('is a problem document for the API, words for an action, a code for next-auth’s client', async () => {
    const api = await send('/api/v1/context');
    expect(api.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(api.body)).toEqual({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      title: 'Too Many Requests',
      status: 429,
      code: 'rate_limited',
      detail: 'You sent more requests than a minute may have. Try again in 12 seconds.',
      'violated-policies': ['session'],
    });
    const action = await send('/members', { 'next-action': 'x', accept: 'text/x-component' }, 'POST', '[]');
    expect(action.headers['content-type']).toBe('text/plain');
    expect(JSON.parse(action.body)).toMatchObject({ code: 'rate_limited', retryAfter: 12 });
    const auth = await send('/api/auth/callback/password', {}, 'POST', 'a=b');
    expect(new URL(JSON.parse(auth.body).url).searchParams.get('error')).toBe('rate_limited');
  });

  test('heard again and again is told late: a flood is as slow as it has connections', async () => {
    full = { ...bucket, name: 'flooded' };
    const time = async () => {
      const start = performance.now();
      const { status } = await send('/members');
      expect(status).toBe(429);
      return performance.now() - start;
    };
    for (let i = 0; i < 20; i++) await time();
    expect(await time()).toBeGreaterThan(950);
  });
});

describe('[R9] a page that can’t be had for a moment', () => {
  beforeEach(() => {
    full = null;
  });
  const failing = (ways: (res: ServerResponse) => void) => {
    handler = async (_req, res) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      pageUnavailable();
      res.statusCode = 500;
      res.setHeader('content-type', 'text/html');
      res.setHeader('x-of-next', '1');
      ways(res);
    };
  };

  test.each([
    [
      'flushed, written and ended',
      (res: ServerResponse) => {
        res.flushHeaders();
        res.write('failed');
        res.end('failed');
      },
    ],
    [
      'written',
      (res: ServerResponse) => {
        res.write('failed', () => res.end());
      },
    ],
    [
      'ended',
      (res: ServerResponse) => {
        res.end('failed');
      },
    ],
    [
      'begun by its head, as compression does',
      (res: ServerResponse) => {
        res.writeHead(500);
        res.write('failed');
        res.end('failed');
      },
    ],
  ])('is a 503 with the time to come back in place of a failure that is %s', async (_way, ways) => {
    failing(ways);
    const page = await send('/members', { accept: 'text/html' });
    expect(page.status).toBe(503);
    expect(page.headers['retry-after']).toBe('2');
    expect(page.headers['x-of-next']).toBeUndefined();
    expect(page.body).toContain('There is a queue');
    expect(page.body).not.toContain('failed');
  });

  test('any other failure stays as it is, and so does a page that was there', async () => {
    handler = (_req, res) => {
      res.statusCode = 500;
      res.end('failed');
    };
    expect(await send('/members')).toMatchObject({ status: 500, body: 'failed' });
    handler = (_req, res) => {
      pageUnavailable();
      res.end('served');
    };
    expect(await send('/members')).toMatchObject({ status: 200, body: 'served' });
  });
});

describe('[L4] strangers of one host', () => {
  test('take turns as one party, however many addresses they have, after each has had its own among them', async () => {
    full = null;
    handler = (_req, res) => res.end('served');
    const [asked, given]: [string[], string[]] = [[], []];
    const noted = (what: string) => ({
      take: async (name: string) => {
        asked.push(`${what} ${name}`);
        return () => given.push(`${what} ${name}`);
      },
    });
    const gate = {
      ...gateOf(judge, noted('turn') as unknown as Turns),
      crowds: noted('among') as unknown as Turns,
    };
    const front = frontServer({
      handler: (req: IncomingMessage, res: ServerResponse) => handler(req, res),
      proxies: new Set<string>(),
      gate,
      stopping: () => false,
    });
    await listen(front, 0, '127.0.0.1');
    const { port } = front.address() as AddressInfo;
    const ask = () => fetch(`http://127.0.0.1:${port}/sign-in`).then((answer) => answer.text());
    for (const i of [1, 2]) {
      party = { party: `address root 192.0.2.${i}`, crowd: 'strangers root' };
      expect(await ask()).toBe('served');
    }
    party = { party: 'org a', crowd: null };
    expect(await ask()).toBe('served');
    expect(asked).toEqual([
      'among address root 192.0.2.1',
      'turn strangers root',
      'among address root 192.0.2.2',
      'turn strangers root',
      'turn org a',
    ]);
    // Each is given back, once.
    await expect.poll(() => given.toSorted()).toEqual(asked.toSorted());
    await drain([front], 0);
  });
});
