import { setTimeout as sleep } from 'node:timers/promises';
import { interleave, median, p50, ratio, throughput } from './lib/measure';
import { delayingProxy } from './lib/proxy';
import { type Line, type Part, timed, told } from './lib/report';
import { OPERATIONS, plain, rawPlain, rawWalled, recipe, type Way, walled } from './lib/variants';
import { query, type World } from './lib/world';

// Many short slices rather than few long ones: what else the machine does then falls on all ways alike.
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 151);
const SLICE_MS = 60;

type Figures = Record<string, number[]>;

/** Time against plain Prisma without walls, against the documented recipe, and of the flight by itself. */
export async function speed(world: World): Promise<Part> {
  // What an event's link in the audit chain costs is the part `audit`; here an insert is an insert on both sides.
  await chained(world, false);
  try {
    return await compare(world);
  } finally {
    await chained(world, true);
  }
}

const chained = ({ adminUrl }: World, on: boolean) =>
  query(adminUrl, (db) =>
    db.query(`ALTER TABLE audit_event ${on ? 'ENABLE' : 'DISABLE'} TRIGGER chain_audit_event`),
  );

async function compare(world: World): Promise<Part> {
  let at = 0;
  const spot = () => world.spots[at++ % world.spots.length] as World['spots'][number];
  const ways = (url: string) => ({
    walled: walled(url, 16),
    plain: plain(url, 16),
    // The same thing twice: how far apart two equal ways come out is what a ratio here can't tell.
    plainAgain: plain(url, 16),
    recipe: recipe(url, 16),
    rawWalled: rawWalled(url, 16),
    rawPlain: rawPlain(url, 16),
  });
  const lines: Line[] = [];
  const data: Record<string, Figures> = {};

  const local = ways(world.appUrl);
  for (const operation of OPERATIONS) {
    for (const way of Object.values(local)) await throughput(() => way[operation](spot()), 16, 600);
    const one = await measure(local, (way) => p50(() => way[operation](spot()), SLICE_MS));
    data[`${operation} p50 ms`] = one;
    lines.push(
      timed(`${operation}: p50 to plain Prisma`, ratio(one.walled, one.plain), { atMost: 1.1 }),
      timed(`${operation}: p50, the recipe to ours`, ratio(one.recipe, one.walled), { atLeast: 2.5 }),
      timed(`${operation}: p50, raw flight to raw pg`, ratio(one.rawWalled, one.rawPlain), { atMost: 1.15 }),
      timed(`${operation}: p50, plain Prisma to itself`, ratio(one.plainAgain, one.plain), null),
    );
    const many = await measure(local, (way) => throughput(() => way[operation](spot()), 16, SLICE_MS * 2));
    data[`${operation} per second at 16`] = many;
    lines.push(
      timed(`${operation}: throughput at 16 to plain Prisma`, ratio(many.walled, many.plain), {
        atLeast: 0.9,
      }),
      timed(
        `${operation}: throughput at 16, raw flight to raw pg`,
        ratio(many.rawWalled, many.rawPlain),
        null,
      ),
      timed(
        `${operation}: throughput at 16, plain Prisma to itself`,
        ratio(many.plainAgain, many.plain),
        null,
      ),
    );
  }
  await end(local);
  lines.push(...(await distant(world, ways, spot, data)));
  for (const [name, figures] of Object.entries(data))
    lines.push(
      told(
        name,
        Object.entries(figures)
          .map(([way, f]) => `${way} ${median(f).toPrecision(3)}`)
          .join(', '),
      ),
    );
  return { lines, data };
}

/** The same with a round trip of a millisecond. */
async function distant(
  world: World,
  ways: (url: string) => Record<string, Way>,
  spot: () => World['spots'][number],
  data: Record<string, Figures>,
): Promise<Line[]> {
  const proxy = await delayingProxy(world.appUrl, 1);
  const lines: Line[] = [];
  const far = ways(proxy.url);
  for (const operation of OPERATIONS) {
    for (const way of Object.values(far)) for (let i = 0; i < 20; i++) await way[operation](spot());
    const figures = await measure(far, (way) => p50(() => way[operation](spot()), SLICE_MS * 2));
    data[`${operation} p50 ms, 1 ms away`] = figures;
    lines.push(
      timed(`${operation}, 1 ms away: p50, the recipe to ours`, ratio(figures.recipe, figures.walled), {
        atLeast: 3.5,
      }),
      timed(`${operation}, 1 ms away: p50 to plain Prisma`, ratio(figures.walled, figures.plain), null),
      timed(
        `${operation}, 1 ms away: p50, raw flight to raw pg`,
        ratio(figures.rawWalled, figures.rawPlain),
        null,
      ),
    );
  }
  await end(far);
  await proxy.stop();
  return lines;
}

async function measure(ways: Record<string, Way>, once: (way: Way) => Promise<number>): Promise<Figures> {
  await sleep(50);
  return interleave(
    Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, () => once(way)])),
    ROUNDS,
  );
}

const end = (ways: Record<string, Way>) => Promise.all(Object.values(ways).map((way) => way.end()));
