import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { built, clientPath, isOrgPath } from './matrix/surfaces';
import { hostOf, send, sendRaw } from './support/http';
import { newUserWithPassword, signIn } from './support/sign-in';
import { admin, cookieFor, newOrg, newUser } from './support/world';

// The front reads a request once, before Next. Over sockets, against every page and handler of the build.

test.describe.configure({ timeout: 300_000 });

const routes = [...new Set(built.flatMap((one) => (one.kind === 'action' ? [] : [one.path])))];

/** Runs `ask` for each of these, so many at a time. */
async function all<T>(items: readonly T[], atOnce: number, ask: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await ask(item);
    }),
  );
}

/** Spellings of a path that Next, a proxy or a browser has once read as that path. */
const spellings = (path: string): string[] => [
  path,
  `/_next/static/../..${path}`,
  `/_next/static/%2e%2e/%2e%2e${path}`,
  `/_next/static/x/..%2f..%2f..${path}`,
  `/_next/static\\..\\..${path}`,
  `/_next/static/%5c..%5c..${path}`,
  `/_next/static/..;/..;${path}`,
  `/_next/static//../../..${path}`,
  `/_next/static/%252e%252e/%252e%252e${path}`,
  `/_next/static/%c0%ae%c0%ae/..${path}`,
  `/api/health/..${path === '/' ? '' : '/..'}${path}`,
  `/mark.svg/..${path}`,
  `/${path}`,
  `/.${path}`,
  path.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`),
];

test('[R9] attack 5: over the limit, no spelling of any page or handler is answered', async () => {
  expect(routes.length).toBeGreaterThan(60);
  const owner = await newUser('Front Owner');
  const org = await newOrg([[owner, 'owner']], 'Canary Front', 20);
  const who = { host: hostOf(org.slug), cookie: await cookieFor(owner, org.slug) };
  const spendAll = async () => {
    for (let i = 0; i < 40; i++) if ((await send({ ...who, path: '/api/v1/context' })).status === 429) return;
    throw new Error('there is no limit');
  };
  await spendAll();
  const counted = routes.filter((route) => isOrgPath(route) && clientPath(route) !== '/mark.svg');
  const targets = counted.flatMap((route) => spellings(clientPath(route)));
  // A refusal comes a second late to whoever goes on asking.
  await all(targets, 100, async (path) => {
    const line = `GET ${path} HTTP/1.1\r\nHost: ${who.host}\r\nCookie: ${who.cookie}\r\nConnection: close\r\n\r\n`;
    const status = async () => Number((await sendRaw(line)).split(' ')[1]);
    let got = await status();
    if (got !== 400 && got !== 429) {
      await spendAll(); // the minute may have ended
      got = await status();
    }
    expect([400, 429], `${path} ${got}`).toContain(got);
  });
});

test('[R9] attack 5: files of the build are served, and what is none is refused cheaply', async () => {
  const page = await send({ path: '/sign-in' });
  const [, file = ''] = /"(\/_next\/static\/[^"]+\.js)"/.exec(page.body) ?? [];
  const served = await send({ path: file });
  expect(served.status, file).toBe(200);
  expect(served.headers['content-type']).toContain('javascript');
  const missing = await send({ path: '/_next/static/no-such-file.js', headers: { accept: 'text/html' } });
  expect(missing.status).toBe(404);
  expect(missing.headers['content-type']).toContain('text/plain');
});

/** The parameters that a page or handler reads, as far as its own file names them. */
function parametersOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const named = source.matchAll(/\.get\('([\w-]+)'\)|(?:params|given|search|query|asked)\.(\w+)/g);
  return [...named].map(([, get, property]) => get ?? property ?? '');
}

test('[R9] attack 18: no control character, broken escape or half of a pair in a query answers 500', async () => {
  const owner = await newUser('Front Reader');
  const org = await newOrg([[owner, 'owner']], 'Canary Reader');
  const jars = { root: await cookieFor(owner), org: await cookieFor(owner, org.slug) };
  const common = ['next', 'host', 'q', 'cursor', 'email', 'error'];
  const values = ['a%00b', '%01%09%0a%0d%1f%7f%C2%85%E2%80%A8%E2%80%AE%ED%A0%80%ff%zz%'];
  const asks = built.flatMap((one) => {
    if (one.kind === 'action') return [];
    const names = new Set([...common, ...parametersOf(one.file)]);
    return [...names].flatMap((name) =>
      values.map((value) => ({ path: one.path, query: `${name}=${value}` })),
    );
  });
  await all(asks, 2, async ({ path, query }) => {
    const at = isOrgPath(path)
      ? { host: hostOf(org.slug), cookie: jars.org }
      : { host: hostOf(), cookie: jars.root };
    const tail = /\/(?:tail|live)$/.test(path) ? { method: 'HEAD' } : {};
    const answer = () => send({ ...at, ...tail, path: `${clientPath(path)}?${query}` });
    let { status } = await answer();
    // A slow machine is busy with what came before.
    for (let i = 0; i < 10 && status === 503; i++) ({ status } = await answer());
    expect(status, `${path}?${query}`).toBeLessThan(500);
    if (query.endsWith('a%00b')) expect(status, `${path}?${query}`).toBe(400);
  });
});

test('[R9] attack 18: methods that nothing answers are refused, on every host and path', async () => {
  for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'BREW', 'get'])
    for (const path of ['/', '/api/v1/context', '/_next/static/x', '/api/health']) {
      const answer = await sendRaw(
        `${method} ${path} HTTP/1.1\r\nHost: ${hostOf()}\r\nConnection: close\r\n\r\n`,
      );
      expect(Number(answer.split(' ')[1]), `${method} ${path}`).toBe(405);
      expect(answer, `${method} ${path}`).toMatch(/\r\nallow: GET, HEAD, POST/i);
    }
});

test('[K1] attack 8: signing in leaves a mark in the browser that opens nothing by itself', async ({
  page,
}) => {
  const someone = await newUserWithPassword('Marked Person');
  await signIn(page, someone.email);
  const marks = (await page.context().cookies()).filter(({ name }) => name.endsWith('rowhouse-device'));
  expect(marks).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Lax' })]);
  const { rows } = await admin.query(`SELECT count(*)::int AS n FROM rate_limit WHERE key LIKE 'seen:%'`);
  expect(rows[0].n).toBeGreaterThanOrEqual(2);
  const alone = await send({ path: '/account', cookie: `${marks[0]?.name}=${marks[0]?.value}` });
  expect(alone.status).toBe(307);
});
