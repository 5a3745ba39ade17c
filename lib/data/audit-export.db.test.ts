import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOrgTx } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { rowFor } from '../db/testing/rows';
import { insert, makeOrg, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { record } from './audit';
import { auditFile, type ExportFormat } from './audit-export';
import { readAuditQuery } from './audit-query';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
const MANY = 2500;
let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  await db.useEngine();
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  await insert(db.admin, 'audit_event', rowFor('audit_event', other, ''));
  await db.admin.query(
    `INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, ip, user_agent, request_id)
      SELECT $1, gen_random_uuid(), 'system', '=cmd|calc', 'test.happened', '::1', 'test', 'test' FROM generate_series(1, ${MANY})`,
    [org.orgId],
  );
  await inOrgTx(org, (tx) =>
    record(
      tx,
      { actor: actorIn(org), request: aRequest() },
      {
        action: 'org.renamed',
        target: { kind: 'org', id: newId(), label: 'The "first", of all' },
        after: { slug: 'now', inner: { api_token: 'rh_secret', list: [{ password: 'hunter2' }] } },
      },
    ),
  );
}, 60_000);
afterAll(() => db.drop());

async function file(format: ExportFormat, params: Record<string, string> = {}) {
  const pieces: string[] = [];
  for await (const piece of auditFile(org, readAuditQuery(params).query, format)) pieces.push(piece);
  return pieces;
}

test('[D2] a CSV has every event once, in pieces, guarded against formulas', async () => {
  const pieces = await file('csv');
  expect(pieces.length).toBeGreaterThan(3);
  const records = parse(pieces.join(''), { bom: true, columns: true }) as Record<string, string>[];
  expect(new Set(records.map(({ id }) => id)).size).toBe(MANY + 1);
  expect(records).toHaveLength(MANY + 1);
  expect(
    records.filter(({ action }) => action === 'test.happened').every(({ actor }) => actor === `'=cmd|calc`),
  ).toBe(true);
  expect(new Set(records.map(({ seq }) => Number(seq))).size).toBe(MANY + 1);
});

test('[D2] NDJSON follows the filters, with each event’s place in the chain and without secrets', async () => {
  const text = (await file('ndjson', { action: 'org.renamed' })).join('');
  expect(text.endsWith('\n')).toBe(true);
  const [event, ...more] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    target: 'The "first", of all',
    seq: MANY + 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(event.after).toEqual({
    slug: 'now',
    inner: { api_token: 'redacted', list: [{ password: 'redacted' }] },
  });
  expect(text).not.toMatch(/hunter2|rh_secret/);
});

test('[D3] another org’s events are in no file', async () => {
  expect((await file('ndjson')).join('')).not.toContain(other.orgId);
  expect((await file('ndjson', { q: 'test' })).join('')).toBe('');
});
