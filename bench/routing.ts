import { setTimeout as sleep } from 'node:timers/promises';
import { FEW, findBuild, serve } from './http';
import { hammer } from './lib/browserless';
import { interleave, median, ratio } from './lib/measure';
import { counted, type Line, type Part, timed, told } from './lib/report';
import { openWorld, query } from './lib/world';

const PAGE = '/members';
const API = '/api/v1/context';
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 41);

/** What the routing log costs a request: the same build and database with it on and off, side by side. */
export async function routing(): Promise<Part> {
  const dist = findBuild();
  if (!dist)
    return { lines: [told('routing log', 'skipped: there is no build (npm run build)')], data: null };
  const world = await openWorld('rowhouse_bench_few', FEW);
  const on = await serve(dist, world, { ROUTING_LOG: 'on' });
  const off = await serve(dist, world, { ROUTING_LOG: 'off' });
  // The same thing twice: how far apart two equal servers come out is what a ratio here can't tell.
  const again = await serve(dist, world, { ROUTING_LOG: 'off' });
  const servers = { on, off, again };
  const lines: Line[] = [];
  const data: Record<string, unknown> = {};
  try {
    for (const path of [PAGE, API]) {
      for (const { member } of Object.values(servers)) for (let i = 0; i < 30; i++) await member.timed(path);
      const one = await interleave(
        {
          on: () => several(on, path),
          off: () => several(off, path),
          again: () => several(again, path),
        },
        ROUNDS,
      );
      data[`${path} ms`] = one;
      lines.push(
        timed(`${path}: time with the log to without`, ratio(one.on, one.off), { atMost: 1.05 }),
        timed(`${path}: time without it to itself`, ratio(one.again, one.off), null),
      );
      const load = await interleave(
        {
          on: async () => (await hammer(on.member, path, 8, 500)).perSecond,
          off: async () => (await hammer(off.member, path, 8, 500)).perSecond,
        },
        Math.ceil(ROUNDS / 4),
      );
      data[`${path} per second at 8`] = load;
      lines.push(
        timed(`${path}: per second at 8, with the log to without`, ratio(load.on, load.off), {
          atLeast: 0.95,
        }),
      );

      const trips: Record<string, { turns: number; apart: number }> = {};
      for (const name of ['on', 'off'] as const) {
        await sleep(1500); // what waits is written before it is counted
        trips[name] = await servers[name].proxy.count(() => several(servers[name], path, 40));
      }
      data[`${path} round trips of 40`] = trips;
      const added = (trips.on?.turns ?? Number.NaN) - (trips.off?.turns ?? 0);
      lines.push(
        counted(`${path}: round trips that the log adds to 40 requests’ own`, added, { exactly: 0 }),
        told(`${path}: statements of the log meanwhile`, String(trips.on?.apart)),
      );
    }
    await sleep(2000);
    const { rows } = await query(world.adminUrl, (db) =>
      db.query<{ n: number }>('SELECT count(*)::int AS n FROM routing_decision'),
    );
    lines.push(told('decisions in the log afterwards', String(rows[0]?.n)));
    return { lines, data };
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    await query(world.adminUrl, (db) => db.query('DELETE FROM routing_decision'));
  }
}

/** The median of some requests, one after another. */
async function several(
  { member }: Awaited<ReturnType<typeof serve>>,
  path: string,
  times = 5,
): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await member.timed(path));
  return median(taken);
}
