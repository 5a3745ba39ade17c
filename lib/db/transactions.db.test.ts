import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { asUserTx } from './as-user';
import type { Engine } from './engine';
import { inNewOrg, inOrg, inOrgTx, readOrg } from './in-org';
import { orgScope } from './scope';
import { ORG, sql } from './sql';
import { testDatabase } from './testing/database';
import { makeOrg, type TestOrg } from './testing/world';

const db = await testDatabase();
let engine: Engine;
let org: TestOrg;
beforeAll(async () => {
  engine = await db.useEngine({ size: 3 });
});
beforeEach(async () => {
  org = await makeOrg(db.admin);
});
afterAll(() => db.drop());

const named = async () =>
  (await db.admin.query('SELECT name FROM org WHERE id = $1', [org.orgId])).rows[0]?.name;
const RENAME = sql`UPDATE org SET name = 'Renamed' WHERE id = ${ORG}`;
const FAIL = sql`SELECT 1 / 0`;
/** No connection of either pool is lost, checked out, or inside a transaction. */
const allHome = async () => {
  const { flights, checkouts } = engine as unknown as Record<
    string,
    { totalCount: number; idleCount: number }
  >;
  for (const pool of [flights, checkouts]) expect(pool?.idleCount).toBe(pool?.totalCount);
  const { rows } = await db.admin.query(
    `SELECT count(*)::int AS stuck FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  expect(rows).toEqual([{ stuck: 0 }]);
};

describe('a transaction is kept whole or not at all', () => {
  test('kept', async () => {
    await inOrgTx(org, async (d) => {
      await d.rows(RENAME);
      await d.org.update({ where: { id: org.orgId }, data: { color: '#000000' } });
    });
    expect(await named()).toBe('Renamed');
    await allHome();
  });

  test('rolled back when a statement fails', async () => {
    const byHand = inOrgTx(org, async (d) => {
      await d.rows(RENAME);
      await d.rows(FAIL);
    });
    await expect(byHand).rejects.toMatchObject({ code: '22012' });
    const throughPrisma = inOrgTx(org, async (d) => {
      await d.rows(RENAME);
      await d.membership.create({ data: { orgId: org.orgId, userId: newId(), role: 'member' } });
    });
    await expect(throughPrisma).rejects.toMatchObject({ name: 'PrismaClientKnownRequestError' });
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('rolled back when the function throws', async () => {
    await expect(
      inOrgTx(org, async (d) => {
        await d.rows(RENAME);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('rolled back, and said so, when a failed statement was swallowed', async () => {
    const swallowed = inOrgTx(org, async (d) => {
      await d.rows(RENAME);
      await d.rows(FAIL).catch(() => {});
      return 'all is well';
    });
    await expect(swallowed).rejects.toThrow('rolled back');
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('rolled back when it takes too long, and what comes too late does not run outside of it', async () => {
    const late: unknown[] = [];
    let over = () => {};
    const finished = new Promise<void>((resolve) => {
      over = resolve;
    });
    const slow = engine.scopes.run(
      orgScope(org),
      async () =>
        await engine.prisma.$transaction(
          async (client) => {
            await client.$executeRaw`UPDATE org SET name = 'Renamed'`;
            await new Promise((resolve) => setTimeout(resolve, 400));
            await client.$executeRaw`UPDATE org SET name = 'Too late'`.catch((error) => late.push(error));
            over();
          },
          { timeout: 100 },
        ),
    );
    await expect(slow).rejects.toMatchObject({ code: 'P2028' });
    await finished;
    expect(late).toHaveLength(1);
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('queries asked for at once run one after another in it', async () => {
    const { rows, counts } = await inOrgTx(org, async (d) => {
      const all = await Promise.all([
        d.rows(RENAME),
        d.org.findMany(),
        d.rows(sql`SELECT name FROM org`),
        d.org.count(),
        d.rows(sql`SELECT txid_current()::text AS id`),
      ]);
      const [again] = await d.rows(sql`SELECT txid_current()::text AS id`);
      return {
        rows: all[2],
        counts: [all[1].length, all[3], (all[4] as { id: string }[])[0]?.id === (again as { id: string }).id],
      };
    });
    expect(rows).toEqual([{ name: 'Renamed' }]);
    expect(counts).toEqual([1, 1, true]);
  });

  test('a value that can’t be sent begins nothing, and what follows is in a transaction all the same', async () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    await expect(
      inOrgTx(org, async (d) => {
        await d.rows(sql`SELECT ${endless}::jsonb`).catch(() => {});
        await d.rows(RENAME);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('an empty one sends nothing and is fine', async () => {
    expect(await inOrgTx(org, async () => 7)).toBe(7);
    await expect(
      inOrgTx(org, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await allHome();
  });

  test('what is for its end is done with it, in order, and seen by nothing before', async () => {
    await inOrgTx(org, async (d) => {
      d.atCommit(sql`UPDATE org SET name = name || ' first' WHERE id = ${ORG}`);
      d.atCommit(sql`UPDATE org SET name = name || ', last' WHERE id = ${ORG}`);
      await d.rows(RENAME);
      expect(await d.rows(sql`SELECT name FROM org WHERE id = ${ORG}`)).toEqual([{ name: 'Renamed' }]);
    });
    expect(await named()).toBe('Renamed first, last');
    await allHome();
  });

  test('what is for its end is done, in its scope, when there is nothing else', async () => {
    await inOrgTx(org, async (d) => {
      d.atCommit(RENAME);
      d.atCommit(sql`UPDATE org SET color = '#010203' WHERE id = ${ORG}`);
    });
    const { rows } = await db.admin.query('SELECT name, color FROM org WHERE id = $1', [org.orgId]);
    expect(rows).toEqual([{ name: 'Renamed', color: '#010203' }]);
    await allHome();
  });

  test('what is for its end goes with it when it is rolled back, and takes it along when it fails', async () => {
    const thrown = inOrgTx(org, async (d) => {
      d.atCommit(RENAME);
      await d.rows(RENAME);
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    const untouched = inOrgTx(org, async (d) => {
      d.atCommit(RENAME);
      throw new Error('no');
    });
    await expect(untouched).rejects.toThrow('no');
    const { checkouts } = engine as unknown as { checkouts: { totalCount: number } };
    const connections = checkouts.totalCount;
    for (const first of [RENAME, undefined]) {
      const failing = inOrgTx(org, async (d) => {
        if (first) await d.rows(first);
        d.atCommit(RENAME);
        d.atCommit(FAIL);
        d.atCommit(RENAME);
      });
      await expect(failing).rejects.toThrow(/division by zero/);
      expect(await named()).toBe(org.slug);
      await allHome();
    }
    expect(checkouts.totalCount).toBe(connections);
  });

  test('its handle is over when it is', async () => {
    const kept = await inOrgTx(org, async (d) => ({ d, rows: await d.rows(sql`SELECT 1`) }));
    await expect(kept.d.rows(RENAME)).rejects.toThrow('the transaction is over');
    await expect(kept.d.org.findMany()).rejects.toThrow();
    expect(() => kept.d.atCommit(RENAME)).toThrow('the transaction is over');
    expect(await named()).toBe(org.slug);
  });

  test('of a user too', async () => {
    const wish = asUserTx(org, async (d) => {
      await d.user.updateMany({ data: { name: 'Changed' } });
      throw new Error('no');
    });
    await expect(wish).rejects.toThrow('no');
    const { rows } = await db.admin.query('SELECT name FROM app_user WHERE id = $1', [org.userId]);
    expect(rows).toEqual([{ name: 'Somebody' }]);
  });

  test('two at once, of two orgs, do not mix', async () => {
    const other = await makeOrg(db.admin);
    const seen = await Promise.all(
      [org, other, org, other].map((one) =>
        inOrgTx(one, async (d) => {
          const ids = [];
          for (let i = 0; i < 5; i++)
            ids.push(
              ...(await d.org.findMany()).map((o) => o.id),
              ...(await d.rows(sql<{ id: string }>`SELECT id FROM org`)).map((o) => o.id),
            );
          return new Set(ids);
        }),
      ),
    );
    expect(seen.map((ids) => [...ids])).toEqual([[org.orgId], [other.orgId], [org.orgId], [other.orgId]]);
  });
});

describe('several statements of one flight', () => {
  test('are one transaction: when one fails, what the others wrote is gone', async () => {
    await expect(readOrg(org, [RENAME, FAIL])).rejects.toMatchObject({ code: '22012' });
    await expect(readOrg(org, [RENAME, FAIL, RENAME])).rejects.toMatchObject({ code: '22012' });
    expect(await named()).toBe(org.slug);
    await allHome();
  });

  test('see one snapshot, and each other', async () => {
    const [, [after], ids] = await readOrg(org, [
      RENAME,
      sql<{ name: string }>`SELECT name FROM org`,
      sql<{ t: string }>`SELECT txid_current()::text AS t`,
    ]);
    expect(after?.name).toBe('Renamed');
    expect(ids).toHaveLength(1);
  });

  test('the same text twice, none at all, and one that gives no columns', async () => {
    const N = (n: number) => sql<{ n: number }>`SELECT ${n}::int AS n`;
    for (let i = 0; i < 3; i++) {
      expect(await readOrg(org, [N(1), N(2), N(1)])).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 1 }]]);
      expect(await readOrg(org, [])).toEqual([]);
      expect(await readOrg(org, [RENAME, N(3), sql``, N(4)])).toEqual([[], [{ n: 3 }], [], [{ n: 4 }]]);
    }
  });
});

describe('[M2] what a constraint says at the very end', () => {
  const demote = sql`UPDATE membership SET role = 'admin' WHERE org_id = ${ORG}`;

  test('through Prisma, by hand, and in a transaction: last_owner, nothing kept, no connection lost', async () => {
    const { checkouts } = engine as unknown as {
      checkouts: { on(event: 'connect', listener: () => void): void };
    };
    await inOrgTx(org, (d) => d.rows(sql`SELECT 1`));
    let opened = 0;
    checkouts.on('connect', () => opened++);
    for (const attempt of [
      () => inOrg(org, (d) => d.membership.updateMany({ data: { role: 'admin' } })),
      () => inOrg(org, (d) => d.membership.deleteMany()),
      () => inOrg(org, (d) => d.rows(demote)),
      () => readOrg(org, [demote, sql`SELECT 1`]),
      () => inOrgTx(org, (d) => d.rows(demote)),
      () =>
        inOrgTx(org, (d) =>
          d.membership.delete({ where: { orgId_userId: { orgId: org.orgId, userId: org.userId } } }),
        ),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'last_owner' });
      await allHome();
    }
    expect(opened).toBe(0);
    const { rows } = await db.admin.query('SELECT role FROM membership WHERE org_id = $1', [org.orgId]);
    expect(rows).toEqual([{ role: 'owner' }]);
  });

  test('an org can’t be founded without an owner', async () => {
    const found = (owner: boolean) =>
      inNewOrg(org, async (d) => {
        await d.org.create({
          data: { id: d.orgId, slug: `new-${newId().slice(-12)}`, name: 'New', color: '#000000' },
        });
        if (owner) await d.membership.create({ data: { orgId: d.orgId, userId: org.userId, role: 'owner' } });
        return d.orgId;
      });
    await expect(found(false)).rejects.toMatchObject({ code: 'last_owner' });
    const id = await found(true);
    expect((await db.admin.query('SELECT 1 FROM org WHERE id = $1', [id])).rowCount).toBe(1);
  });
});
