import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionId, UserId } from '../lib/db/scope';
import { inRoot } from '../scripts/lib/paths.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { webEnv } from '../scripts/lib/web-env.mjs';
import { startWeb } from '../scripts/lib/web-server.mjs';
import { type Client, client } from './lib/browserless';
import { SIZE } from './lib/data';
import { quantile } from './lib/measure';
import { counted, held, type Line, type Part, told } from './lib/report';
import { shareCost } from './lib/share-cost';
import { openWorld, query, type World } from './lib/world';

const DOMAIN = 'rowhouse.localhost';
const SECONDS = Number(process.env.BENCH_FAIR_SECONDS ?? 10);
const ROUNDS = Number(process.env.BENCH_FAIR_ROUNDS ?? 3);
/** Part of a flood's name, to measure it alone. */
const ONLY = process.env.BENCH_FAIR_ONLY ?? '';
/** The loud organization's limit: the free plan's. */
const LIMIT = 600;
/** So many times its limit it asks for. */
const TIMES = 20;
const CONNECTIONS = 200;
const QUIET = 'org-1';

type Ask = { host: string; path: string; cookies?: string[]; body?: string; addresses?: number };
type Flood = { asked: number; came: Record<string, number>; seconds: number };
type Quiet = { times: number[]; statuses: Record<number, number> };

/**
 * One organization asks for far more than is its own; another, which sends ten requests a second, must not notice. Calm
 * and flood take turns in one run, so that the machine's moods hit both alike.
 */
export async function fairness(): Promise<Part> {
  const dist = [process.env.NEXT_DIST_DIR ?? '.next', '.next-test'].find((dir) =>
    existsSync(inRoot(dir, 'BUILD_ID')),
  );
  if (!dist) return { lines: [told('fairness', 'skipped: there is no build (npm run build)')], data: null };
  const world = await openWorld('rowhouse_bench_fair', { ...SIZE, orgs: 20, events: 20, big: 10_000 });
  await allow(world, world.big.slug, LIMIT);
  await allow(world, QUIET, 3000);
  const lines: Line[] = [await shareCost(world)];
  const data: Record<string, unknown> = { limit: LIMIT, times: TIMES, connections: CONNECTIONS };
  for (const what of KINDS.filter((kind) => kind.includes(ONLY)))
    for (const hard of [false, true]) {
      const name = `${what}, ${hard ? `${CONNECTIONS} connections` : `${TIMES} × the limit`}`;
      const { calm, loud, floods } = await measure(dist, world, what, hard);
      const figures = report(name, calm, loud, floods, what !== 'sign-in');
      lines.push(...figures.lines);
      data[name] = figures.data;
    }
  return { lines, data };
}

const KINDS = [
  'a cheap read',
  'a search of 10,000 members',
  'an export of 10,000 members',
  'sign-in',
] as const;
type Kind = (typeof KINDS)[number];

/** What the loud one asks for, from cheap to dear. Two sessions, so that it gets all of its limit. */
async function asking(world: World, port: number, what: Kind): Promise<Ask> {
  const host = `${world.big.slug}.${DOMAIN}:${port}`;
  const cookies = await cookiesOf(world, world.big.slug, 2);
  const root = `${DOMAIN}:${port}`;
  const { token, cookie } = await csrfOf(port, root);
  return {
    'a cheap read': { host, path: '/api/v1/context', cookies },
    'a search of 10,000 members': { host, path: '/members?q=person+9', cookies },
    'an export of 10,000 members': { host, path: '/members/export', cookies },
    // From hundreds of addresses, so that each may still try: every attempt is a hash.
    'sign-in': {
      host: root,
      path: '/api/auth/callback/password',
      cookies: [cookie],
      body: `email=person{i}%40bench.example&password=wrong&csrfToken=${token}&json=true&callbackUrl=%2F`,
      addresses: 4,
    },
  }[what];
}

/** Each round has a server of its own: no flood may be refused by a minute that the one before used up. */
async function measure(dist: string, world: World, what: Kind, hard: boolean) {
  const calm: Quiet = { times: [], statuses: {} };
  const loud: Quiet = { times: [], statuses: {} };
  const floods: Flood[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { port, quiet, stop } = await serve(dist, world);
    const ask = await asking(world, port, what);
    await warmed(port, ask);
    await tenASecond(quiet, calm);
    const load = {
      port,
      asks: [ask],
      connections: hard ? CONNECTIONS : 1000,
      ...(!hard && { perSecond: (LIMIT * TIMES) / 60 }),
    };
    const flood = fork(inRoot('bench/lib/flood.mjs'), [JSON.stringify(load)], {
      execArgv: [],
    });
    const said = new Promise<Flood>((resolve) => flood.once('message', (result) => resolve(result as Flood)));
    await sleep(500);
    await tenASecond(quiet, loud);
    flood.send('stop');
    floods.push(await said);
    await stop();
  }
  return { calm, loud, floods };
}

/** The first request to a page loads its code, whoever asks. */
async function warmed(port: number, { host, path, cookies: [cookie] = [], body }: Ask) {
  if (body) return; // a sign-in page loads nothing that others don't
  const one = client({ port, host: host.split(':')[0] ?? host, cookie });
  for (let i = 0; i < 5; i++) await one.timed(path);
  one.close();
}

/** Pages and reads by turns, each sent when it is time, whether or not the one before came back. */
async function tenASecond(quiet: Client, into: Quiet) {
  const asked: Promise<void>[] = [];
  const start = performance.now();
  for (let i = 0; i < SECONDS * 10; i++) {
    const due = start + i * 100;
    await sleep(Math.max(0, due - performance.now()));
    const path = i % 2 ? '/members' : '/api/v1/context';
    asked.push(
      quiet.get(path).then(({ status }) => {
        into.statuses[status] = (into.statuses[status] ?? 0) + 1;
        into.times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
}

function report(name: string, calm: Quiet, loud: Quiet, floods: Flood[], limited: boolean) {
  const ms = ({ times }: Quiet, q: number) => quantile(times, q);
  const count = (of: (status: number) => boolean) =>
    Object.entries(loud.statuses).reduce((sum, [status, n]) => sum + (of(Number(status)) ? n : 0), 0);
  const came = (status: string) => floods.reduce((sum, flood) => sum + (flood.came[status] ?? 0), 0);
  const asked = floods.reduce((sum, flood) => sum + flood.asked, 0);
  // A flood of less than a minute can meet two windows.
  const most = LIMIT * ROUNDS * (Math.ceil(SECONDS / 60) + 1);
  const p95 = ms(loud, 0.95) / ms(calm, 0.95);
  const lines = [
    counted(
      `${name}: the quiet one’s 429s`,
      count((status) => status === 429),
      { exactly: 0 },
    ),
    counted(
      '  its 5xx',
      count((status) => status >= 500),
      { exactly: 0 },
    ),
    told('  its p50, calm → flood', `${ms(calm, 0.5).toFixed(0)} → ${ms(loud, 0.5).toFixed(0)} ms`),
    told(
      '  its p95, calm → flood',
      `${ms(calm, 0.95).toFixed(0)} → ${ms(loud, 0.95).toFixed(0)} ms, × ${p95.toFixed(2)}`,
      '≤ 2',
      p95 <= 2,
    ),
    limited
      ? held('  the loud one was served', came('200') <= most, `${came('200')} of ${asked}`, `≤ ${most}`)
      : told('  the loud one’s attempts that were judged', `${came('401')} of ${asked}`),
    told('  it was told 429, 503', `${came('429')}, ${came('503')}`),
  ];
  const band = (q: Quiet) => ({ statuses: q.statuses, p50: ms(q, 0.5), p95: ms(q, 0.95), n: q.times.length });
  return { lines, data: { calm: band(calm), loud: band(loud), p95, floods } };
}

/** What next-auth wants to see with an attempt: a token, and the cookie that it was given with. */
function csrfOf(port: number, host: string): Promise<{ token: string; cookie: string }> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port, path: '/api/auth/csrf', headers: { host } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () =>
          resolve({
            token: JSON.parse(body).csrfToken,
            cookie: (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; '),
          }),
        );
      })
      .on('error', reject);
  });
}

/** An operator's exception from the plan. */
const allow = ({ adminUrl }: World, slug: string, requestsPerMinute: number) =>
  query(adminUrl, (db) =>
    db.query(`UPDATE org SET limits = $2 WHERE slug = $1`, [
      slug,
      { requests_per_minute: requestsPerMinute },
    ]),
  );

async function serve(dist: string, world: World) {
  const port = await freePort();
  const outside = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    ROOT_DOMAIN: DOMAIN,
    NEXT_DIST_DIR: dist,
  };
  const own = {
    appUrl: world.appUrl,
    authUrl: world.authUrl,
    authSecret: process.env.AUTH_SECRET ?? '',
    secretsKey: process.env.SECRETS_KEY ?? '',
    mode: 'production' as const,
  };
  const web = await startWeb(webEnv(outside, own), { output: 'ignore' });
  const [cookie] = await cookiesOf(world, QUIET, 1);
  const quiet = client({ port, host: `${QUIET}.${DOMAIN}`, cookie });
  for (let i = 0; i < 20; i++) for (const path of ['/members', '/api/v1/context']) await quiet.timed(path);
  return {
    port,
    quiet,
    stop: async () => {
      quiet.close();
      await web.stop();
    },
  };
}

/** Cookies of some members of an org who hold sessions, the owner first. */
async function cookiesOf(
  { adminUrl, appUrl, authUrl }: World,
  slug: string,
  howMany: number,
): Promise<string[]> {
  process.env.APP_DATABASE_URL ??= appUrl;
  process.env.AUTH_DATABASE_URL ??= authUrl;
  const { signToken } = await import('../lib/auth/token');
  const { rows } = await query(adminUrl, (db) =>
    db.query<{ userId: UserId; sessionId: SessionId }>(
      `SELECT s.user_id AS "userId", s.id AS "sessionId" FROM session s JOIN membership m USING (user_id) JOIN org o ON o.id = m.org_id
        WHERE o.slug = $1 AND m.role IN ('owner', 'admin', 'member') ORDER BY m.role = 'owner' DESC, s.id LIMIT $2`,
      [slug, howMany],
    ),
  );
  if (rows.length < howMany) throw new Error(`${slug} has ${rows.length} members with a session`);
  return Promise.all(rows.map(async (who) => `rowhouse=${await signToken(who, slug)}`));
}
