import net from 'node:net';
import { expect, test } from '@playwright/test';
import { toUlid } from '../lib/ids';
import { hostOf, rootUrl, send } from './support/http';
import { cookieFor, newOrg, newUser } from './support/world';

// Five thousand requests as bytes on sockets, made from a seed: hosts, paths and headers of every shape. Whatever comes
// back is of the organization that the host names by another reading than the application's, or of none.

const COUNT = Number(process.env.FUZZ_REQUESTS ?? 5000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261125);
const AT_ONCE = 24;

/** Numbers from a seed (mulberry32): the same requests each time. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { chance: (p: number) => next() < p, below, pick };
}
type Dice = ReturnType<typeof dice>;

const NOISE = [...'\0\t\x7f\x80\xff@,;/\\?#[]{}%:_*~"\'<> '];
const randomCase = (d: Dice, text: string) =>
  [...text].map((c) => (d.chance(0.5) ? c.toUpperCase() : c)).join('');
const withNoise = (d: Dice, text: string) => {
  const at = d.below(text.length + 1);
  return text.slice(0, at) + d.pick(NOISE) + text.slice(at + d.below(2));
};

function hostFrom(d: Dice, slugs: string[]): string {
  const root = rootUrl.hostname;
  const slug = d.pick(slugs);
  const name = d.pick([
    () => `${slug}.${root}`,
    () => `${slug}.${root}`,
    () => root,
    () => slug,
    () => `${d.pick(slugs)}.${slug}.${root}`,
    () => `${slug}.${root}.${d.pick(['example', 'localhost', root])}`,
    () => `${slug}${d.pick(['%2e', '%00', '。', '..', '-', ' ', '\t', '@', ','])}${root}`,
    () => `xn--${slug}.${root}`,
    () => d.pick(['localhost', '127.0.0.1', '[::1]', '0x7f.1', '2130706433', 'evil.example', '', '*', '.']),
    () => `${'a'.repeat(1 + d.below(300))}.${root}`,
    () => `${'a.'.repeat(1 + d.below(140))}${root}`,
  ])();
  const shaped = d.pick([
    (text: string) => text,
    (text: string) => text,
    (text: string) => randomCase(d, text),
    (text: string) => `${text}.`,
    (text: string) => withNoise(d, text),
  ])(name);
  return (
    shaped + d.pick(['', `:${rootUrl.port}`, `:${rootUrl.port}`, ':0', ':99999', ':80:80', ':x', ':', ' '])
  );
}

function pathFrom(d: Dice, slugs: string[]): string {
  const slug = d.pick(slugs);
  const path = d.pick([
    '/',
    '/',
    '/members',
    '/api/v1/context',
    '/api/health',
    '/auth/start',
    `/t~/${slug}/members`,
    `/%74~/${slug}`,
    `/t%257e/${slug}/members`,
    `//${slug}.${rootUrl.host}/`,
    `http://${slug}.${rootUrl.host}/`,
    '/_next/data/x/members.json',
    '/_next/image?url=%2Fmark.svg&w=16&q=1',
    '/members?cursor=%00&role[]=owner',
    `/${'a/'.repeat(d.below(500))}`,
    '/%',
    '/%ff%fe',
    '*',
    '',
    '/../../etc/passwd',
  ]);
  return d.chance(0.15) ? withNoise(d, path) : path;
}

function headersFrom(d: Dice, slugs: string[], ulids: string[]): string[] {
  const slug = d.pick(slugs);
  const one = () =>
    d.pick([
      () => `X-Forwarded-Host: ${slug}.${rootUrl.host}`,
      () => `Forwarded: host=${slug}.${rootUrl.host}`,
      () => `X-Rowhouse-Organization: ${d.pick([...ulids, 'x', '', slug])}`,
      () => `X-Rowhouse-Host: ${slug}`,
      () => `X-Rowhouse-Seal: ${Date.now()}.AAAA`,
      () => `X-Middleware-Rewrite: /t~/${slug}`,
      () => `X-Middleware-Subrequest: ${'middleware:'.repeat(5)}middleware`,
      () => 'X-Action-Forwarded: 1',
      () => `Next-Action: ${'0'.repeat(42)}`,
      () => 'RSC: 1',
      () => 'Next-Router-State-Tree: %5B%22%22%5D',
      () => 'Accept: application/json',
      () => 'Accept: text/html',
      () => `Origin: http://${slug}.${rootUrl.host}`,
      () => 'Transfer-Encoding: chunked',
      () => `Content-Length: ${d.pick(['0', '5', '-1', '9999999999', '1e3'])}`,
      () => 'Expect: 100-continue',
      () => 'Range: bytes=0-1,2-3',
      () => `X-Long: ${'a'.repeat(d.below(9000))}`,
      () => `Cookie: theme=${d.pick(['dark', '%00', '"'])}`,
      () => withNoise(d, 'X-Header: value'),
      () => ' folded: header',
    ])();
  return Array.from({ length: d.below(4) }, one);
}

/** The organization that these bytes ask for, by a reading of our own; null: for none, or for whoever the header names. */
function oracle(hosts: string[], slugs: string[]): string | null {
  if (hosts.length !== 1) return null;
  const name = /^[ \t]*([a-z0-9.-]+?)\.?(?::0*([1-9]\d{0,4}))?[ \t]*$/i.exec(hosts[0] as string);
  const label = name?.[1]?.toLowerCase();
  return slugs.find((slug) => label === `${slug}.${rootUrl.hostname}`) ?? null;
}

/** Everything that comes back for these bytes. */
function exchange(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    // The sending side stays open: a client that closes it has hung up, for Node.
    const socket = net.connect(Number(rootUrl.port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    // What was cut off by its own header (a length that is not there) is waited for by the server, for a minute.
    socket.setTimeout(20_000, () => socket.destroy());
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? resolve(text) : reject(error),
    );
  });
}

test(`[R7][R4] ${COUNT} requests of every shape over raw sockets: no wrong organization, no 5xx, and the server lives`, async () => {
  test.setTimeout(600_000);
  const user = await newUser('Fuzz Owner');
  const orgs = [
    { ...(await newOrg([[user, 'owner']], 'Canary Alder')), canary: 'Canary Alder' },
    { ...(await newOrg([[user, 'owner']], 'Canary Birch')), canary: 'Canary Birch' },
  ];
  const slugs = orgs.map(({ slug }) => slug);
  const ulids = orgs.map(({ id }) => toUlid(id));
  const cookies = [
    ...(await Promise.all(slugs.map((slug) => cookieFor(user, slug)))),
    await cookieFor(user),
    'rowhouse=x',
  ];
  const fitting = (host: string) => cookies[host.includes(slugs[0] as string) ? 0 : 1];
  const d = dice(SEED);
  const seen: Record<string, number> = {};
  const reached = new Set<string>();
  const wrong: string[] = [];

  const one = async () => {
    // One in ten is a plain request with one odd header: from there the way in is short.
    const plain = d.chance(0.1);
    const hosts = plain
      ? [`${d.pick(slugs)}.${rootUrl.host}`]
      : [hostFrom(d, slugs), ...(d.chance(0.05) ? [hostFrom(d, slugs)] : [])];
    const headers = [
      ...hosts.map((host) => `Host: ${host}`),
      ...headersFrom(d, slugs, ulids).slice(0, plain ? 1 : undefined),
      `Cookie: ${plain || d.chance(0.6) ? fitting(hosts[0] as string) : d.pick(cookies)}`,
      'Connection: close',
    ];
    const method = plain
      ? 'GET'
      : d.pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'FOO', 'get']);
    const head = headers.join('\r\n');
    const body = /^Transfer-Encoding/m.test(head)
      ? '0\r\n\r\n'
      : /^Content-Length: 5/m.test(head)
        ? 'a=b&c'
        : '';
    const path = plain ? d.pick(['/', '/members', '/roles', '/settings']) : pathFrom(d, slugs);
    const text = `${method} ${path} HTTP/1.1\r\n${head}\r\n\r\n${body}`;
    const answer = await exchange(Buffer.from(text, 'latin1'));
    const status = Number(/^(?:HTTP\/1\.1 100 [\s\S]*?\r\n\r\n)*HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
    seen[status] = (seen[status] ?? 0) + 1;
    // One that names an organization by its id on the root host is led by that.
    const named = headers.flatMap((line) => /^X-Rowhouse-Organization: (.*)$/.exec(line)?.[1] ?? []);
    const asked = oracle(hosts, slugs);
    for (const [i, { slug, canary }] of orgs.entries()) {
      if (!answer.includes(canary)) continue;
      reached.add(slug);
      if (asked !== slug && !(asked === null && named.includes(ulids[i] as string)))
        wrong.push(`${status} ${text.slice(0, 400)}`);
    }
    if (status >= 500 || status === 0) wrong.push(`${status} ${text.slice(0, 400)}`);
  };
  // The dice are thrown in the order of asking, so a seed gives the same requests whatever the server's pace.
  let left = COUNT;
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  expect(wrong.slice(0, 5), `seed ${SEED}`).toEqual([]);
  // The fuzz finds its way in, or it would prove nothing.
  expect(reached).toEqual(new Set(slugs));
  expect(seen[200] ?? 0).toBeGreaterThan(COUNT / 50);
  expect((await send({ path: '/api/health' })).status).toBe(200);
  expect((await send({ host: hostOf(slugs[0]), cookie: cookies[0] })).body).toContain('Canary Alder');
});
