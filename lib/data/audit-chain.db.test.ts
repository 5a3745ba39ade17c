import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrgTx, readOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { rowFor } from '../db/testing/rows';
import { present } from '../db/testing/tickets';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { record } from './audit';
import { type ChainRow, faultOf, hexOf, VERIFY_CHAIN } from './audit-chain';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const write = (org: TestOrg, n: number) =>
  inOrgTx(org, (tx) =>
    record(
      tx,
      { actor: actorIn(org), request: aRequest() },
      { action: 'org.renamed', before: { n: n - 1 }, after: { n } },
    ),
  );
async function orgWith(events: number): Promise<TestOrg> {
  const org = await makeOrg(db.admin);
  for (let n = 1; n <= events; n++) await write(org, n);
  return org;
}
const verify = async (org: TestOrg) => (await readOrg(org, [VERIFY_CHAIN] as const))[0][0] as ChainRow;
const linksOf = async ({ orgId }: TestOrg) =>
  (
    await db.admin.query('SELECT seq::int, event_id, hash FROM audit_link WHERE org_id = $1 ORDER BY seq', [
      orgId,
    ])
  ).rows as {
    seq: number;
    event_id: string;
    hash: Buffer;
  }[];
const eventAt = async (org: TestOrg, seq: number) => (await linksOf(org))[seq - 1]?.event_id as string;

/** As somebody who may do everything in the database: no trigger stands in the way. */
async function tamper(...statements: [string, unknown[]][]) {
  const root = new pg.Client(db.adminUrl);
  await root.connect();
  await root.query('SET session_replication_role = replica');
  for (const [text, values] of statements)
    expect((await root.query(text, values)).rowCount).toBeGreaterThan(0);
  await root.end();
}

describe('the chain', () => {
  test('[D1] [D3] numbers each org’s events from one, and can be computed by anybody who has them', async () => {
    const [org, other] = [await orgWith(3), await orgWith(2)];
    expect((await linksOf(org)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect((await linksOf(other)).map(({ seq }) => seq)).toEqual([1, 2]);
    // docs/audit.md, by hand.
    const field = (value: unknown) => (value == null ? '-' : `${Buffer.byteLength(String(value))}:${value}`);
    const { rows } = await db.admin.query(
      `SELECT e.*, e.before::text AS before, e.after::text AS after FROM audit_event e JOIN audit_link l ON l.event_id = e.id
        WHERE e.org_id = $1 ORDER BY l.seq`,
      [org.orgId],
    );
    let hash = createHash('sha256').update(`rowhouse-audit-1 ${org.orgId}`).digest();
    rows.forEach((e, i) => {
      const fields = [e.org_id, e.id, e.at.getTime(), e.actor_kind, e.actor_id, e.actor_label, e.action, e.outcome, e.reason, e.target_kind,
        e.target_id, e.target_label, e.before, e.after, e.ip, e.user_agent, e.request_id]; // biome-ignore format: a row
      const text = `${i + 1} rowhouse-audit-1${fields.map(field).join('')}`;
      hash = createHash('sha256')
        .update(Buffer.concat([hash, Buffer.from(text)]))
        .digest();
    });
    const found = await verify(org);
    expect(hexOf(found.hash)).toBe(hash.toString('hex'));
    expect(found).toMatchObject({ events: '3', removed: '0', seq: '3', fault: null });
    expect(found.since).toEqual(rows[0].at);
    expect(faultOf(found)).toBeNull();
  });

  test('[D1] of an org without events is whole', async () => {
    expect(await verify(await makeOrg(db.admin))).toMatchObject({
      events: '0',
      seq: '0',
      fault: null,
      since: null,
    });
  });

  test('[D1] with 64 writers at once has no gap and no fork', async () => {
    const org = await makeOrg(db.admin);
    await Promise.all(
      Array.from({ length: 64 }, async (_, i) => {
        for (let n = 0; n < 5; n++) await write(org, i * 5 + n);
      }),
    );
    expect((await linksOf(org)).map(({ seq }) => seq)).toEqual(Array.from({ length: 320 }, (_, i) => i + 1));
    expect(await verify(org)).toMatchObject({ events: '320', seq: '320', fault: null });
  }, 60_000);

  test('[D1] an event that is rolled back takes no number', async () => {
    const org = await orgWith(1);
    await inOrgTx(org, async (tx) => {
      await record(tx, { actor: actorIn(org), request: aRequest() }, { action: 'org.renamed' });
      throw new Error('back');
    }).catch(() => {});
    await write(org, 2);
    expect(await verify(org)).toMatchObject({ events: '2', seq: '2', fault: null });
  });
});

describe('the app', () => {
  test.each([
    `UPDATE audit_event SET action = 'a.b'`,
    'DELETE FROM audit_event',
    'TRUNCATE audit_event',
    'DELETE FROM audit_link',
    'UPDATE audit_link SET seq = seq + 1',
    `INSERT INTO audit_link SELECT org_id, seq + 9, gen_random_uuid(), hash FROM audit_link`,
    `UPDATE audit_mark SET seq = 0`,
    `DELETE FROM audit_mark`,
    `SELECT chain_audit_event()`,
    `SELECT audit_hash('', 1, e) FROM audit_event e`,
    `SELECT prune_audit(split_part(current_setting('app.ticket'), '.', 3)::uuid, 0, 100)`,
    `SELECT verify_audits(NULL, NULL)`,
    `SET session_replication_role = replica`,
    `ALTER TABLE audit_event DISABLE TRIGGER ALL`,
  ])('[D1] can’t %s', async (statement) => {
    const org = await orgWith(1);
    const app = await db.app();
    await app.query('BEGIN');
    await present(app, { orgId: org.orgId });
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    await app.query('ROLLBACK');
  });

  test('[D3] verifies no other org', async () => {
    const [org, other] = [await orgWith(1), await orgWith(1)];
    const app = await db.app();
    await app.query('BEGIN');
    await present(app, { orgId: org.orgId });
    await expect(app.query('SELECT * FROM verify_audit($1)', [other.orgId])).rejects.toMatchObject({
      code: '42501',
    });
    await app.query('ROLLBACK');
  });
});

describe('[D1] who may do everything in the database is found out', () => {
  const columns: Record<string, unknown> = {
    at: new Date(0), actor_kind: 'machine', actor_id: newId(), actor_label: 'other', action: 'org.other', outcome: 'refused', reason: 'none',
    target_kind: 'member', target_id: 'x', target_label: 'x', before: { n: 7 }, after: { n: 7 }, ip: '::1', user_agent: 'other', request_id: 'other',
  }; // biome-ignore format: a list
  test('by every column of an event that there is', async () => {
    const { rows } = await db.admin.query(
      `SELECT attname FROM pg_attribute WHERE attrelid = 'audit_event'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    expect(rows.map(({ attname }) => attname).sort()).toEqual(
      ['org_id', 'id', ...Object.keys(columns)].sort(),
    );
  });
  test.each(Object.entries(columns))('by a changed %s', async (column, value) => {
    const org = await orgWith(3);
    await tamper([`UPDATE audit_event SET ${column} = $2 WHERE id = $1`, [await eventAt(org, 2), value]]);
    expect(await verify(org)).toMatchObject({
      fault: 'changed',
      fault_seq: '2',
      fault_event: await eventAt(org, 2),
    });
  });

  const acts: [string, { fault: string; fault_seq: string | null }, (org: TestOrg) => Promise<void>][] = [
    ['an event that was removed', { fault: 'removed', fault_seq: '2' }, async (org) =>
      tamper(['DELETE FROM audit_event WHERE id = $1', [await eventAt(org, 2)]])],
    ['an event that was removed with its link', { fault: 'missing', fault_seq: '2' }, async (org) =>
      tamper(['DELETE FROM audit_event WHERE id = $1', [await eventAt(org, 2)]], ['DELETE FROM audit_link WHERE org_id = $1 AND seq = 2', [org.orgId]])],
    ['an event that was added', { fault: 'added', fault_seq: null }, async (org) => {
      const root = new pg.Client(db.adminUrl);
      await root.connect();
      await root.query('SET session_replication_role = replica');
      await insert(root, 'audit_event', rowFor('audit_event', org, ''));
      await root.end();
    }],
    ['an event that was put in between', { fault: 'changed', fault_seq: '3' }, async (org) => {
      const [, , third, fourth] = await linksOf(org);
      await tamper(['UPDATE audit_link SET seq = 5 WHERE event_id = $1', [fourth?.event_id]], ['UPDATE audit_link SET seq = 4 WHERE event_id = $1', [third?.event_id]],
        ['UPDATE audit_mark SET seq = 5 WHERE org_id = $1', [org.orgId]]);
      const row: Record<string, unknown> = rowFor('audit_event', org, '');
      const root = new pg.Client(db.adminUrl);
      await root.connect();
      await root.query('SET session_replication_role = replica');
      await insert(root, 'audit_event', row);
      await insert(root, 'audit_link', { org_id: org.orgId, seq: 3, event_id: row.id, hash: third?.hash });
      await root.end();
    }],
    ['two that changed places', { fault: 'changed', fault_seq: '2' }, async (org) => {
      const [, second, third] = await linksOf(org);
      await tamper(['UPDATE audit_link SET seq = 99 WHERE event_id = $1', [second?.event_id]], ['UPDATE audit_link SET seq = 2 WHERE event_id = $1', [third?.event_id]],
        ['UPDATE audit_link SET seq = 3 WHERE event_id = $1', [second?.event_id]]);
    }],
    ['the newest ones that are gone', { fault: 'end', fault_seq: '4' }, async (org) =>
      tamper(['DELETE FROM audit_event WHERE id = $1', [await eventAt(org, 4)]], ['DELETE FROM audit_link WHERE org_id = $1 AND seq = 4', [org.orgId]])],
    ['the oldest ones that are gone', { fault: 'missing', fault_seq: '1' }, async (org) =>
      tamper(['DELETE FROM audit_event WHERE id = $1', [await eventAt(org, 1)]], ['DELETE FROM audit_link WHERE org_id = $1 AND seq = 1', [org.orgId]])],
    ['a hash that was computed anew for one event', { fault: 'changed', fault_seq: '3' }, async (org) =>
      tamper([`UPDATE audit_event SET action = 'a.b' WHERE id = $1`, [await eventAt(org, 2)]],
        [`UPDATE audit_link l SET hash = audit_hash((SELECT hash FROM audit_link WHERE org_id = l.org_id AND seq = 1), 2, e) FROM audit_event e WHERE e.id = l.event_id AND l.event_id = $1`, [await eventAt(org, 2)]])],
    ['a head that was changed', { fault: 'end', fault_seq: '5' }, async (org) => tamper([`UPDATE audit_mark SET hash = sha256('x') WHERE org_id = $1`, [org.orgId]])],
    ['an event of another org', { fault: 'removed', fault_seq: '2' }, async (org) => {
      const other = await orgWith(1);
      await tamper(['UPDATE audit_link SET event_id = $2 WHERE org_id = $1 AND seq = 2', [org.orgId, await eventAt(other, 1)]]);
    }],
  ]; // biome-ignore format: a table
  test.each(acts)('by %s', async (_, found, act) => {
    const org = await orgWith(4);
    expect((await verify(org)).fault).toBeNull();
    await act(org);
    expect(await verify(org)).toMatchObject(found);
    expect(faultOf(await verify(org))).not.toBeNull();
  });
});
