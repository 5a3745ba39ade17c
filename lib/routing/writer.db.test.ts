import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { askWorkerGate } from '../db/as-job';
import { routingStore } from '../db/routing-store';
import { sql } from '../db/sql';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId, toUlid } from '../ids';
import { pruneRouting } from '../jobs/prune-routing';
import { DecisionBuffer } from './buffer';
import { aDecision, aRefusal } from './testing/decision';
import { RoutingWriter } from './writer';

const db = await testDatabase();
const gate = routingStore(db.appUrl);
const kept = globalThis as { rowhouseWorkerPool?: pg.Pool };
let acme: TestOrg;
let globex: TestOrg;
beforeAll(async () => {
  kept.rowhouseWorkerPool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
  acme = await makeOrg(db.admin, 'acme');
  globex = await makeOrg(db.admin, 'globex');
});
afterAll(async () => {
  await gate.end();
  await kept.rowhouseWorkerPool?.end();
  kept.rowhouseWorkerPool = undefined;
  await db.drop();
});
beforeEach(() => db.admin.query('DELETE FROM routing_decision'));

const logged = async () =>
  (await db.admin.query('SELECT * FROM routing_decision ORDER BY org_id, id')).rows as Record<
    string,
    unknown
  >[];

describe('[R6] whose log a decision stands in', () => {
  test('the org that was entered; or the one of the host that a stranger asked', async () => {
    const stranger = await makeUser(db.admin);
    const rows = [
      aDecision({
        org_id: globex.orgId,
        host: '@root',
        resolved_by: 'header',
        header: toUlid(globex.orgId),
        header_org: globex.orgId,
      }),
      aRefusal({ host: 'acme', actor_kind: 'user', actor_id: stranger.userId }),
    ];
    expect(await gate.store(rows)).toEqual([]);
    expect(await logged()).toMatchObject([
      {
        org_id: acme.orgId,
        host: 'acme',
        outcome: 'refused',
        reason: 'tenant_forbidden',
        actor_id: stranger.userId,
        actor_label: '',
      },
      { org_id: globex.orgId, resolved_by: 'header', disagreed: false, outcome: 'allowed', reason: null },
    ]);
  });

  test('[R1] a header that disagrees is kept with what decided, and one that agrees is no disagreement', async () => {
    const header = (org: string) => ({ header: toUlid(org), header_org: org });
    await gate.store([
      aDecision({ org_id: acme.orgId, path: '/1', ...header(globex.orgId) }),
      aDecision({ org_id: acme.orgId, path: '/2', ...header(acme.orgId) }),
      aDecision({ org_id: acme.orgId, path: '/3', header: 'malformed' }),
      aRefusal({ path: '/4', ...header(newId()) }), // of a stranger: the org is found by the host
      aRefusal({ path: '/5', ...header(acme.orgId) }),
      aRefusal({ path: '/6', org_id: acme.orgId, token_org: globex.orgId }),
      aDecision({ path: '/7', org_id: acme.orgId, token_org: acme.orgId }),
    ]);
    const rows = await logged();
    expect(rows.map(({ path, disagreed }) => `${path} ${disagreed}`)).toEqual([
      '/1 true',
      '/2 false',
      '/3 true',
      '/4 true',
      '/5 false',
      '/6 true',
      '/7 false',
    ]);
    expect(rows[0]).toMatchObject({ resolved_by: 'route', header: toUlid(globex.orgId) });
  });

  test('[T18] a host or an id of nobody, and a deleted organization’s, is in no log: the caller is told', async () => {
    const gone = await makeOrg(db.admin, 'gone');
    await db.admin.query('UPDATE org SET deleted_at = now() WHERE id = $1', [gone.orgId]);
    await insert(db.admin, 'org_host', {
      org_id: acme.orgId,
      host: 'lapsed',
      state: 'former',
      former_until: new Date(0),
    });
    const rows = [
      aRefusal({ host: 'nowhere' }),
      aRefusal({ host: 'lapsed' }),
      aRefusal({ host: 'gone' }),
      aRefusal({ host: '@root', org_id: newId() }),
      aDecision({ host: 'gone', org_id: gone.orgId }),
      // An id decides alone: that its host leads somewhere puts it into nobody's log.
      aRefusal({ host: 'acme', org_id: newId() }),
      aRefusal({ host: 'acme' }),
    ];
    expect((await gate.store(rows)).sort()).toEqual(
      rows
        .slice(0, 6)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await logged()).toMatchObject([{ org_id: acme.orgId }]);
  });

  test('the same lines sent twice are there once', async () => {
    const rows = [aDecision({ org_id: acme.orgId }), aDecision({ org_id: globex.orgId })];
    for (let i = 0; i < 2; i++) expect(await gate.store(rows)).toEqual([]);
    expect(await logged()).toHaveLength(2);
  });
});

test('[R6][I1] only the gate adds lines: the app can’t write, change or remove one', async () => {
  await gate.store([aDecision({ org_id: acme.orgId })]);
  const app = await db.app();
  for (const text of [
    `INSERT INTO routing_decision SELECT * FROM routing_decision`,
    `UPDATE routing_decision SET outcome = 'refused', reason = 'forbidden'`,
    `UPDATE routing_decision SET path = '/' WHERE false`,
    `DELETE FROM routing_decision`,
    `TRUNCATE routing_decision`,
    `SELECT prune_routing(1, 100)`,
  ]) {
    await app.query('BEGIN');
    await app.query(`SELECT set_config('app.org_id', $1, true)`, [acme.orgId]);
    await expect(app.query(text), text).rejects.toMatchObject({ code: '42501' });
    await app.query('ROLLBACK');
  }
  expect(await logged()).toHaveLength(1);
});

describe('[R6] from a request to the table', () => {
  test('many decisions are one statement', async () => {
    const sent = vi.spyOn(gate, 'store');
    const writer = new RoutingWriter((rows) => gate.store(rows));
    for (let i = 0; i < 150; i++) writer.note(aDecision({ org_id: i % 2 ? acme.orgId : globex.orgId }));
    await vi.waitFor(async () => expect(await logged()).toHaveLength(150), 5000);
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
  });

  test('a connection that is ended under it loses nothing', async () => {
    const writer = new RoutingWriter((rows) => gate.store(rows));
    await gate.store([]);
    await db.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'rowhouse_app'`,
    );
    for (let i = 0; i < 20; i++) writer.note(aDecision({ org_id: acme.orgId }));
    await vi.waitFor(async () => expect(await logged()).toHaveLength(20), 8000);
  });

  test('a database that is not there costs a request nothing, and stopping does not wait for it', async () => {
    const nowhere = routingStore('postgresql://rowhouse_app@127.0.0.1:1/none');
    const writer = new RoutingWriter(
      (rows) => nowhere.store(rows),
      new DecisionBuffer({ room: 50, settleMs: 0 }),
    );
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (let i = 0; i < 500; i++) writer.note(aDecision());
    await writer.flush();
    vi.restoreAllMocks();
    await nowhere.end();
  });
});

describe('[R6] retention', () => {
  const old = (days: number, org: TestOrg, n = 1) =>
    db.admin.query(
      `INSERT INTO routing_decision (org_id, id, at, request_id, method, host, path, surface, resolved_by, disagreed, actor_kind, actor_label, outcome, ip)
       SELECT $1, (lpad(to_hex((extract(epoch FROM now() - make_interval(days => $2)) * 1000)::bigint - n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
         now() - make_interval(days => $2), 'r', 'GET', 'acme', '/', 'page', 'route', false, 'nobody', '', 'allowed', '127.0.0.1' FROM generate_series(1, $3::int) n`,
      [org.orgId, days, n],
    );

  test('what is older than thirty days goes, of every organization, in batches', async () => {
    await old(31, acme, 6000);
    await old(40, globex, 10);
    await old(29, acme, 3);
    await old(0, globex, 2);
    await pruneRouting.run();
    const { rows } = await db.admin.query(
      'SELECT org_id, count(*)::int AS n FROM routing_decision GROUP BY 1',
    );
    expect(rows.map(({ n }) => n).sort()).toEqual([2, 3]);
  });

  test('at most as many at once as it is told, and never what is of today', async () => {
    await old(31, acme, 30);
    await old(31, globex, 30);
    await old(0, acme, 5);
    const prune = (days: number, most: number) =>
      askWorkerGate<{ n: number }>(sql`SELECT prune_routing(${days}::int, ${most}::int) AS n`);
    expect(await prune(30, 40)).toEqual([{ n: 40 }]);
    expect(await prune(30, 40)).toEqual([{ n: 20 }]);
    expect(await prune(0, 40)).toEqual([{ n: 0 }]);
    expect(await prune(-5, 40)).toEqual([{ n: 0 }]);
    expect(await logged()).toHaveLength(5);
  });
});
