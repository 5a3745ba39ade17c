import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { SessionId, UserId } from '../lib/db/scope';
import { inRoot } from '../scripts/lib/paths.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { webEnv } from '../scripts/lib/web-env.mjs';
import { startWeb } from '../scripts/lib/web-server.mjs';
import { type Client, client, hammer } from './lib/browserless';
import { SIZE } from './lib/data';
import { interleave, median, ratio } from './lib/measure';
import { countingProxy } from './lib/proxy';
import { counted, type Line, type Part, timed, told } from './lib/report';
import { openWorld, query, type World } from './lib/world';

const DOMAIN = 'rowhouse.localhost';
const PAGE = '/members';
/** The least world: three orgs of ten members. Parts that need no more share it. */
export const FEW = { orgs: 2, members: 10, events: 20, big: 10, hosts: 0 };
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 41);

/** Pages over HTTP, from the build that is there: how they grow, what they cost, and what a browser downloads. */
export async function http(): Promise<Part> {
  const dist = findBuild();
  if (!dist) return { lines: [told('pages', 'skipped: there is no build (npm run build)')], data: null };
  const many = await serve(
    dist,
    await openWorld('rowhouse_bench_many', { ...SIZE, orgs: 999, events: 20, big: 10_000 }),
  );
  const few = await serve(dist, await openWorld('rowhouse_bench_few', FEW));
  // As many rows on the page as with ten thousand: what is left is what the size of the org costs.
  const full = await serve(dist, await openWorld('rowhouse_bench_full', { ...FEW, big: 60 }));
  const hosts = await serve(dist, await openWorld('rowhouse_bench_hosts', { ...FEW, hosts: 10_000 }));
  const lines: Line[] = [];
  try {
    for (const { member, root } of [many, few, full, hosts])
      for (let i = 0; i < 30; i++) {
        await member.timed(PAGE);
        await root.timed('/sign-in');
      }
    const grown = await interleave(
      {
        many: () => several(many.member, 5),
        few: () => several(few.member, 5),
        full: () => several(full.member, 5),
        hosts: () => several(hosts.member, 5),
      },
      ROUNDS,
    );
    lines.push(
      timed('members page: 10,000 members, 1,000 orgs to 10 and 3', ratio(grown.many, grown.few), {
        atMost: 1.15,
      }),
      timed('the same to 60 members and 3 orgs: a full page too', ratio(grown.many, grown.full), {
        atMost: 1.15,
      }),
    );

    lines.push(
      timed('members page: 10,000 hosts in the table to 3', ratio(grown.hosts, grown.few), { atMost: 1.1 }),
    );

    const { turns, connections } = await many.proxy.count(() => several(many.member, 20));
    lines.push(
      counted('members page: round trips to the database', Math.round((turns / 20) * 100) / 100, {
        atMost: 2,
      }),
    );
    lines.push(told('members page: connections opened by 20 requests', String(connections)));

    const load = await interleaved(many.member, many.root);
    lines.push(
      timed(
        'members page to a page that reads nothing: per second',
        ratio(load.page.perSecond, load.nothing.perSecond),
        null,
      ),
      timed('members page to a page that reads nothing: p95', ratio(load.page.p95, load.nothing.p95), null),
      told(
        'members page at 8 at once',
        `${median(load.page.perSecond).toFixed(0)}/s, p95 ${median(load.page.p95).toFixed(0)} ms`,
      ),
      told(
        'a page that reads nothing',
        `${median(load.nothing.perSecond).toFixed(0)}/s, p95 ${median(load.nothing.p95).toFixed(0)} ms`,
      ),
    );
    const files = await script(many.member);
    const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
    lines.push(
      told(
        'JavaScript of the members page, gzipped',
        `${(bytes / 1000).toFixed(0)} kB`,
        '< 200 kB',
        bytes < 200_000,
      ),
    );
    return { lines, data: { dist, grown, load, files } };
  } finally {
    await many.stop();
    await few.stop();
    await full.stop();
    await hosts.stop();
  }
}

/** The build to measure, if there is one. */
export const findBuild = (): string | undefined =>
  [process.env.NEXT_DIST_DIR ?? '.next', '.next-test'].find((dir) => existsSync(inRoot(dir, 'BUILD_ID')));

/** The median of some requests, one after another. */
async function several(page: Client, times: number): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await page.timed(PAGE));
  return median(taken);
}

async function interleaved(member: Client, root: Client) {
  const load = {
    page: { perSecond: [] as number[], p95: [] as number[] },
    nothing: { perSecond: [] as number[], p95: [] as number[] },
  };
  for (let round = 0; round < 10; round++) {
    const order = round % 2 ? (['page', 'nothing'] as const) : (['nothing', 'page'] as const);
    for (const name of order) {
      const { perSecond, p95 } =
        name === 'page' ? await hammer(member, PAGE, 8, 1000) : await hammer(root, '/sign-in', 8, 1000);
      load[name].perSecond.push(perSecond);
      load[name].p95.push(p95);
    }
  }
  return load;
}

/** All script that the page's own HTML names, as it goes over the wire. */
async function script(page: Client): Promise<Record<string, number>> {
  const html = (await page.get(PAGE)).body;
  // Polyfills for browsers without modules: the others don't fetch them.
  const body = html.replace(/<script[^>]*\bnomodule\b[^>]*>/gi, '');
  const files = new Set(
    [...body.matchAll(/["'](\/_next\/static\/[^"'?]+\.js)/g)].map(([, file]) => file as string),
  );
  if (files.size === 0) throw new Error('the members page names no script');
  const sizes: Record<string, number> = {};
  for (const file of files) sizes[file] = gzipSync((await page.get(file)).body).length;
  return sizes;
}

/** The built server on a world, with its database behind a counting proxy, and the big org's owner signed in. */
export async function serve(dist: string, world: World, settings: Record<string, string> = {}) {
  const proxy = await countingProxy(world.appUrl, 'log_routing');
  const port = await freePort();
  const authSecret = process.env.AUTH_SECRET ?? '';
  const outside = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    ROOT_DOMAIN: DOMAIN,
    NEXT_DIST_DIR: dist,
    RATE_LIMIT_STRANGERS_PER_MINUTE: '10000000',
    ...settings,
  };
  const secretsKey = process.env.SECRETS_KEY ?? '';
  const env = webEnv(outside, {
    appUrl: proxy.url,
    authUrl: world.authUrl,
    authSecret,
    secretsKey,
    mode: 'production',
  });
  const web = await startWeb(env, { output: 'ignore' });
  const member = client({ port, host: `${world.big.slug}.${DOMAIN}`, cookie: await ownersCookie(world) });
  const root = client({ port, host: DOMAIN });
  return {
    proxy,
    port,
    member,
    root,
    stop: async () => {
      member.close();
      root.close();
      await web.stop();
      proxy.stop();
    },
  };
}

async function ownersCookie({ adminUrl, appUrl, authUrl, big }: World): Promise<string> {
  process.env.APP_DATABASE_URL ??= appUrl;
  process.env.AUTH_DATABASE_URL ??= authUrl;
  const { signToken } = await import('../lib/auth/token');
  const { rows } = await query(adminUrl, (db) =>
    db.query<{ userId: UserId; sessionId: SessionId }>(
      `SELECT s.user_id AS "userId", s.id AS "sessionId" FROM session s JOIN membership m USING (user_id)
        WHERE m.org_id = $1 AND m.role = 'owner' LIMIT 1`,
      [big.orgId],
    ),
  );
  if (!rows[0]) throw new Error('the big org has no owner with a session');
  return `rowhouse=${await signToken(rows[0], big.slug)}`;
}
