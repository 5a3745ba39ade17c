import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hexOf } from '../data/audit-chain';
import { testDatabase } from '../db/testing/database';
import { rowFor } from '../db/testing/rows';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { pruneAudit } from './prune-audit';
import { verifyAudits } from './verify-audits';

const db = await testDatabase();
beforeAll(() => db.useWorker());
afterAll(() => db.drop());

const DAY = 86_400_000;
/** An org on a plan, with events of so many days ago, the oldest first. */
async function orgWith(plan: string, ages: number[]): Promise<TestOrg> {
  const org = await makeOrg(db.admin);
  await db.admin.query('UPDATE org SET plan = $2 WHERE id = $1', [org.orgId, plan]);
  for (const age of ages) {
    const at = Date.now() - age * DAY;
    const hex = at.toString(16).padStart(12, '0');
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${org.orgId.slice(-12)}`;
    await insert(db.admin, 'audit_event', { ...rowFor('audit_event', org, ''), id, at: new Date(at) });
  }
  return org;
}
const seqsOf = async ({ orgId }: TestOrg) =>
  (
    await db.admin.query(
      'SELECT l.seq::int FROM audit_link l JOIN audit_event e ON e.id = l.event_id WHERE l.org_id = $1 ORDER BY 1',
      [orgId],
    )
  ).rows.map(({ seq }) => seq);
async function verified(slug?: string, noted?: string) {
  const lines: string[] = [];
  const code = await verifyAudits({ slug, noted }, (text) => lines.push(text));
  return { code, text: lines.join('') };
}

test('[D2] what is older than its plan keeps goes, and what is left is still a chain', async () => {
  const [free, business] = [await orgWith('free', [400, 91, 89, 1]), await orgWith('business', [400, 91, 1])];
  const [before] = (
    await db.admin.query('SELECT hash FROM audit_link WHERE org_id = $1 AND seq = 2', [free.orgId])
  ).rows;
  await pruneAudit.run();
  await pruneAudit.run();
  expect(await seqsOf(free)).toEqual([3, 4]);
  expect(await seqsOf(business)).toEqual([1, 2, 3]);
  expect(await verified(free.slug)).toMatchObject({
    code: 0,
    text: expect.stringMatching(/2 events, unbroken since .* \(2 went for their age\)/),
  });
  // The anchor is compared with, too.
  expect((await verified(free.slug, `2:${hexOf(before.hash)}`)).code).toBe(0);
  await insert(db.admin, 'audit_event', rowFor('audit_event', free, ''));
  expect(await seqsOf(free)).toEqual([3, 4, 5]);
  expect((await verified(free.slug)).code).toBe(0);
});

test('[D2] only the oldest in a row go: an event that is dated back keeps its place', async () => {
  const org = await orgWith('free', [400, 1, 400]);
  await pruneAudit.run();
  expect(await seqsOf(org)).toEqual([2, 3]);
});

test('[D2] in batches, and never anything of the last 30 days', async () => {
  const org = await orgWith('free', [100, 99, 98, 29]);
  const worker = new pg.Client(db.workerUrl);
  await worker.connect();
  const prune = async (days: number, most: number) =>
    (await worker.query('SELECT prune_audit($1, $2, $3) AS gone', [org.orgId, days, most])).rows[0].gone;
  expect([await prune(0, 2), await prune(0, 2), await prune(0, 2)]).toEqual([2, 1, 0]);
  expect(await seqsOf(org)).toEqual([4]);
  await expect(worker.query('SELECT * FROM audit_event')).rejects.toThrow();
  await worker.end();
});

test('[D1] the command names the broken chain and the event, and compares with what was noted', async () => {
  const [org, other] = [await orgWith('business', [3, 2, 1]), await orgWith('business', [1])];
  const { text } = await verified(org.slug);
  const head = /head (\S+)/.exec(text)?.[1] ?? '';
  expect((await verified(org.slug, head)).code).toBe(0);
  expect((await verified(org.slug, head.replace(/:.{4}/, ':0000'))).code).toBe(1);
  await expect(verified('no-such-org')).rejects.toThrow('no organization');
  const root = new pg.Client(db.adminUrl);
  await root.connect();
  await root.query('SET session_replication_role = replica');
  await root.query(
    `UPDATE audit_event SET actor_label = 'else' WHERE id = (SELECT event_id FROM audit_link WHERE org_id = $1 AND seq = 2)`,
    [org.orgId],
  );
  await root.end();
  const all = await verified();
  expect(all.code).toBe(1);
  expect(all.text).toContain(`${org.slug}: BROKEN: the event with number 2 is not as it was written\n`);
  expect(all.text).toContain(`${other.slug}: 1 events, unbroken`);
  expect(all.text).toMatch(/1 of \d+ chains are broken\.\n$/);
});
