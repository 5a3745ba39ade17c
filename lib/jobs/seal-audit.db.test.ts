import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record } from '../data/audit';
import { type ChainRow, faultOf, VERIFY_CHAIN } from '../data/audit-chain';
import { actorIn } from '../data/testing/actor';
import { aRequest } from '../data/testing/request';
import { inOrgTx, readOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { present } from '../db/testing/tickets';
import { makeOrg, type TestOrg } from '../db/testing/world';
import { sealAudit } from './seal-audit';

const db = await testDatabase();
beforeAll(async () => {
  await db.useEngine();
  await db.useWorker();
});
afterAll(() => db.drop());

const write = (org: TestOrg, n: number) =>
  inOrgTx(org, (tx) =>
    record(tx, { actor: actorIn(org), request: aRequest() }, { action: 'org.renamed', after: { n } }),
  );
const many = (org: TestOrg, n: number) => Promise.all(Array.from({ length: n }, (_, i) => write(org, i)));
const inBatches = ({ orgId }: TestOrg) =>
  db.admin.query(
    `INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES ($1, 'batched', 0, audit_genesis($1))`,
    [orgId],
  );
const atCommit = ({ orgId }: TestOrg) =>
  db.admin.query(`DELETE FROM audit_mark WHERE org_id = $1 AND kind = 'batched'`, [orgId]);
const verify = async (org: TestOrg) => (await readOrg(org, [VERIFY_CHAIN] as const))[0][0] as ChainRow;
const counts = async ({ orgId }: TestOrg) =>
  (
    await db.admin.query(
      `SELECT (SELECT count(*)::int FROM audit_event WHERE org_id = $1) AS events,
        (SELECT count(*)::int FROM audit_link WHERE org_id = $1) AS linked,
        (SELECT count(*)::int FROM audit_unsealed WHERE org_id = $1) AS waiting`,
      [orgId],
    )
  ).rows[0];

test('[D1] in batches: events wait, one round puts them into the chain in order, and other organizations never wait', async () => {
  const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await inBatches(org);
  await Promise.all([many(org, 40), many(other, 3)]);
  expect(await counts(org)).toEqual({ events: 40, linked: 0, waiting: 40 });
  expect(await counts(other)).toEqual({ events: 3, linked: 3, waiting: 0 });
  expect(await verify(org)).toMatchObject({ events: '0', fault: null });
  await sealAudit.run();
  expect(await counts(org)).toEqual({ events: 40, linked: 40, waiting: 0 });
  const { rows } = await db.admin.query(
    'SELECT seq::int, event_id FROM audit_link WHERE org_id = $1 ORDER BY seq',
    [org.orgId],
  );
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(rows.map(({ event_id }) => event_id)).toEqual(rows.map(({ event_id }) => event_id).toSorted());
  expect(await verify(org)).toMatchObject({ events: '40', seq: '40', fault: null });
});

test('[D1] rounds at once, writers, and a change of the form make no gap and no fork', async () => {
  const org = await makeOrg(db.admin);
  for (let round = 0; round < 5; round++) {
    await (round % 2 ? atCommit(org) : inBatches(org));
    await Promise.all([many(org, 25), sealAudit.run(), sealAudit.run(), sealAudit.run()]);
  }
  await sealAudit.run();
  expect(await counts(org)).toEqual({ events: 125, linked: 125, waiting: 0 });
  expect(await verify(org)).toMatchObject({ events: '125', seq: '125', fault: null });
});

test('[D1] more than one batch is taken up in one round', async () => {
  const org = await makeOrg(db.admin);
  await inBatches(org);
  await db.admin.query(
    `INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id)
     SELECT $1, gen_random_uuid(), 'system', 'test', 'test.happened', '', '', '' FROM generate_series(1, 1100)`,
    [org.orgId],
  );
  await sealAudit.run();
  expect(await counts(org)).toEqual({ events: 1100, linked: 1100, waiting: 0 });
});

test('[D1] an event that is removed or changed while it waits, or afterwards, is found out', async () => {
  const [gone, changed] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  for (const org of [gone, changed]) {
    await inBatches(org);
    await many(org, 3);
  }
  const root = new pg.Client(db.adminUrl);
  await root.connect();
  await root.query('SET session_replication_role = replica');
  await root.query(
    'DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_unsealed WHERE org_id = $1 LIMIT 1)',
    [gone.orgId],
  );
  expect(faultOf(await verify(gone))).toBe('an event was removed before it had its place in the chain');
  await sealAudit.run();
  expect(await counts(gone)).toEqual({ events: 2, linked: 2, waiting: 1 });
  expect(await verify(gone)).toMatchObject({ fault: 'lost' });
  expect(await verify(changed)).toMatchObject({ events: '3', fault: null });
  await root.query(
    `UPDATE audit_event SET action = 'a.b' WHERE id = (SELECT event_id FROM audit_link WHERE org_id = $1 AND seq = 2)`,
    [changed.orgId],
  );
  await root.end();
  expect(await verify(changed)).toMatchObject({ fault: 'changed', fault_seq: '2' });
});

test('[D1] the app neither chooses the form nor says what waits', async () => {
  const org = await makeOrg(db.admin);
  const app = await db.app();
  await present(app, { orgId: org.orgId }, false);
  for (const statement of [
    `INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES ('${org.orgId}', 'batched', 0, sha256('x'))`,
    `INSERT INTO audit_unsealed (org_id, event_id) VALUES ('${org.orgId}', gen_random_uuid())`,
    'DELETE FROM audit_unsealed',
    `SELECT seal_audit('${org.orgId}', 1)`,
  ])
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
});
