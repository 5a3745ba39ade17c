import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import type { Engine } from './engine';
import { enterOrg } from './enter';
import { inOrg, inOrgTx, readOrg } from './in-org';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { makeOrg, type TestOrg } from './testing/world';

const db = await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  org = await makeOrg(db.admin);
});
afterAll(() => db.drop());

const PID = sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`;
const pidOf = async () => (await inOrg(org, (d) => d.rows(PID)))[0]?.pid;
const NAME = sql<{ name: string }>`SELECT name FROM org`;
const own = () => [{ name: org.slug }];

type Pools = { flights: Counted; checkouts: Counted };
type Counted = { totalCount: number; idleCount: number; on(event: 'connect', listener: () => void): void };
const poolsOf = (engine: Engine) => engine as unknown as Pools;
/** Counts the connections that an engine opens from now on. */
function opened(engine: Engine): () => number {
  let count = 0;
  for (const pool of [poolsOf(engine).flights, poolsOf(engine).checkouts]) pool.on('connect', () => count++);
  return () => count;
}

describe('a statement that fails', () => {
  test('opens no new connection, whichever way it was sent', async () => {
    const engine = await db.useEngine({ size: 1 });
    const attempts = [
      () => inOrg(org, (d) => d.rows(sql`SELECT 1 / 0`)),
      () => inOrg(org, (d) => d.rows(sql`SELECT nothing FROM nowhere`)),
      () => inOrg(org, (d) => d.rows(sql`SELECT ${'x'}::int`)),
      () =>
        inOrg(org, (d) => d.membership.create({ data: { orgId: org.orgId, userId: newId(), role: 'king' } })),
      () =>
        inOrg(org, (d) =>
          d.membership.create({ data: { orgId: org.orgId, userId: org.userId, role: 'member' } }),
        ),
      () => readOrg(org, [NAME, sql`SELECT 1 / 0`, NAME]),
      () => inOrgTx(org, (d) => d.rows(sql`SELECT 1 / 0`)),
      () => enterOrg({ host: 'nowhere' }, org, null, [NAME]),
      () => enterOrg({ orgId: 'nonsense' }, org, null, [NAME]),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow();
    const count = opened(engine);
    for (let i = 0; i < 20; i++) for (const attempt of attempts) await expect(attempt()).rejects.toThrow();
    expect(count()).toBe(0);
    expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
  });

  test('leaves its connection as good as before', async () => {
    await db.useEngine({ size: 1 });
    const pid = await pidOf();
    for (const text of [sql`SELECT 1 / 0`, sql`SELECT ${'x'}::int`, sql`SELEKT`]) {
      for (let i = 0; i < 3; i++) {
        await expect(inOrg(org, (d) => d.rows(text))).rejects.toThrow();
        expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
      }
    }
    expect(await pidOf()).toBe(pid);
  });

  test('does not keep the statements of others from running: a hundred at once, half of them failing', async () => {
    await db.useEngine({ size: 4 });
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        inOrg(
          org,
          (d): Promise<unknown> =>
            i % 2 ? d.rows(sql`SELECT 1 / ${0}::int`) : i % 4 ? d.org.findMany() : d.rows(NAME),
        ),
      ),
    );
    expect(results.map((r) => r.status)).toEqual(results.map((_, i) => (i % 2 ? 'rejected' : 'fulfilled')));
  });
});

describe('a server that forgot what it had prepared', () => {
  type Idle = { _idle: { client: { query(text: string): Promise<unknown> } }[] };
  // DISCARD ALL can't run inside a flight's transaction: it is done on the connections themselves.
  const forget = async (statement: string) => {
    const { rowhouseEngine } = globalThis as { rowhouseEngine?: Engine };
    const { flights, checkouts } = poolsOf(rowhouseEngine as Engine) as unknown as Record<string, Idle>;
    const idle = [flights, checkouts].flatMap((pool) => pool?._idle ?? []);
    expect(idle.length).toBeGreaterThan(0);
    for (const { client } of idle) await client.query(statement);
  };
  const everyWay = [
    () => inOrg(org, (d) => d.rows(NAME)),
    () => inOrg(org, (d) => d.org.findMany({ select: { name: true } })),
    async () => (await readOrg(org, [NAME, NAME]))[1],
    () => inOrgTx(org, (d) => d.rows(NAME)),
    () => inOrgTx(org, (d) => d.org.findMany({ select: { name: true } })),
    async () => (await enterOrg({ orgId: org.orgId }, org, null, [NAME])).rows[0],
  ];

  test.each(['DISCARD ALL', 'DEALLOCATE ALL'])(
    'after %s everything is sent anew, on the same connection',
    async (statement) => {
      const engine = await db.useEngine({ size: 1 });
      for (const way of everyWay) expect(await way()).toEqual(own());
      const count = opened(engine);
      for (const way of everyWay) {
        await forget(statement);
        expect(await way()).toEqual(own());
        expect(await way()).toEqual(own());
      }
      expect(count()).toBe(0);
    },
  );

  test('a write is done once', async () => {
    await db.useEngine({ size: 1 });
    const add = () =>
      inOrg(org, (d) =>
        d.rows(sql`INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id)
          VALUES (${d.orgId}::uuid, ${newId()}::uuid, 'system', '', 'once', '', '', '')`),
      );
    await add();
    await forget('DISCARD ALL');
    await add();
    const { rows } = await db.admin.query(`SELECT count(*)::int AS n FROM audit_event WHERE action = 'once'`);
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('in the middle of a transaction it fails whole, and the connection isn’t used again', async () => {
    const engine = await db.useEngine({ size: 1 });
    await inOrgTx(org, async (d) => void (await d.rows(sql`SELECT 2`)));
    const broken = inOrgTx(org, async (d) => {
      await d.rows(sql`UPDATE org SET name = 'Renamed'`);
      await d.rows(sql`DEALLOCATE ALL`);
      return d.rows(sql`SELECT 2`);
    });
    await expect(broken).rejects.toMatchObject({ code: '26000' });
    expect(await inOrgTx(org, (d) => d.rows(NAME))).toEqual(own());
    expect(poolsOf(engine).checkouts.totalCount).toBe(1);
  });

  test('a table that changed under a cached plan answers in its new shape, everywhere at once', async () => {
    await db.admin.query('CREATE TABLE shape (org_id uuid NOT NULL, a int); SELECT isolate($$shape$$)');
    await db.admin.query('INSERT INTO shape VALUES ($1, 1)', [org.orgId]);
    const engine = await db.useEngine({ size: 4 });
    const read = () =>
      Promise.all(Array.from({ length: 8 }, () => inOrg(org, (d) => d.rows(sql`SELECT * FROM shape`))));
    const inTx = () => inOrgTx(org, (d) => d.rows(sql`SELECT * FROM shape`));
    await read();
    await inTx();
    const count = opened(engine);
    await db.admin.query(`ALTER TABLE shape ADD COLUMN b text NOT NULL DEFAULT 'new'`);
    for (const rows of [...(await read()), await inTx(), ...(await read())])
      expect(rows).toEqual([{ org_id: org.orgId, a: 1, b: 'new' }]);
    await db.admin.query('ALTER TABLE shape DROP COLUMN a');
    for (const rows of [await inTx(), ...(await read())])
      expect(rows).toEqual([{ org_id: org.orgId, b: 'new' }]);
    expect(count()).toBe(0);
  });
});

describe('a connection that dies', () => {
  const kill = (pid: number | undefined) => db.admin.query('SELECT pg_terminate_backend($1, 1000)', [pid]);

  /** Ends the connection of which this is true, as soon as there is one. */
  const killWhere = async (condition: string) => {
    for (let found: number | null = 0; found === 0; await sleep(10)) {
      const { rowCount } = await db.admin.query(
        `SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = current_database() AND ${condition}`,
      );
      found = rowCount;
    }
  };

  test('while idle: the next query gets another', async () => {
    await db.useEngine({ size: 1 });
    const pid = await pidOf();
    await kill(pid);
    await sleep(50);
    expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
    expect(await pidOf()).not.toBe(pid);
  });

  test('under a query: that one fails as unavailable, and the connection isn’t given out again', async () => {
    const engine = await db.useEngine({ size: 1 });
    const pid = await pidOf();
    const slow = inOrg(org, (d) => d.rows(sql`SELECT pg_sleep(20)`));
    slow.catch(() => {});
    await killWhere(`wait_event = 'PgSleep'`);
    await expect(slow).rejects.toMatchObject({ code: 'unavailable' });
    expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
    expect(await pidOf()).not.toBe(pid);
    expect(poolsOf(engine).flights.totalCount).toBe(1);
  });

  test('under a query that others wait behind: they get another, at once', async () => {
    await db.useEngine({ size: 1 });
    for (const ask of [inOrg, inOrgTx]) {
      for (let i = 0; i < 5; i++) {
        const slow = ask(org, (d) => d.rows(sql`SELECT pg_sleep(20) AS slow`));
        slow.catch(() => {});
        const waiting = Array.from({ length: 5 }, () => ask(org, (d) => d.rows(NAME)));
        await killWhere(`query LIKE '%AS slow%' AND wait_event = 'PgSleep'`);
        expect(await Promise.all(waiting)).toEqual(Array(5).fill(own()));
        await expect(slow).rejects.toMatchObject({ code: 'unavailable' });
      }
    }
  });

  test('in a transaction, between two statements: nothing is kept and the next one is fine', async () => {
    const engine = await db.useEngine({ size: 1 });
    const broken = inOrgTx(org, async (d) => {
      await d.rows(sql`UPDATE org SET name = 'Renamed'`);
      const [me] = await d.rows(PID);
      await kill(me?.pid);
      await sleep(50);
      return d.rows(NAME);
    });
    await expect(broken).rejects.toThrow();
    expect(await inOrgTx(org, (d) => d.rows(NAME))).toEqual(own());
    expect(poolsOf(engine).checkouts.totalCount).toBe(1);
  });

  test('at the very end of a transaction: the caller hears of it', async () => {
    await db.useEngine({ size: 1 });
    const broken = inOrgTx(org, async (d) => {
      await d.rows(sql`UPDATE org SET name = 'Renamed'`);
      const [me] = await d.rows(PID);
      await kill(me?.pid);
      await sleep(50);
    });
    await expect(broken).rejects.toThrow();
    expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
  });
});

test('[R9] when no connection comes free in time it is busy, and afterwards all is well', async () => {
  await db.useEngine({ size: 1, patienceMs: 100 });
  const slow = inOrg(org, (d) => d.rows(sql`SELECT pg_sleep(0.5)`));
  await sleep(20);
  await expect(inOrg(org, (d) => d.rows(NAME))).rejects.toMatchObject({ code: 'busy' });
  await slow;
  expect(await inOrg(org, (d) => d.rows(NAME))).toEqual(own());
});

test('one handle, a hundred queries at once: each gets its own answer', async () => {
  await db.useEngine({ size: 4 });
  const answers = await inOrg(org, (d) =>
    Promise.all(Array.from({ length: 100 }, (_, n) => d.rows(sql<{ n: number }>`SELECT ${n}::int AS n`))),
  );
  expect(answers.map(([row]) => row?.n)).toEqual(answers.map((_, n) => n));
});

test('without statement names nothing is prepared', async () => {
  await db.useEngine({ size: 1, named: false });
  await inOrg(org, (d) => d.org.findMany());
  await enterOrg({ orgId: org.orgId }, org, null, [NAME]);
  const PREPARED = sql<{ name: string }>`SELECT name FROM pg_prepared_statements`;
  expect(await inOrg(org, (d) => d.rows(PREPARED))).toEqual([]);
  expect(await inOrgTx(org, async (d) => [await d.org.count(), await d.rows(PREPARED)])).toEqual([1, []]);
  await db.useEngine({ size: 1 });
  await inOrg(org, (d) => d.org.findMany());
  expect((await inOrg(org, (d) => d.rows(PREPARED))).length).toBeGreaterThan(0);
});
