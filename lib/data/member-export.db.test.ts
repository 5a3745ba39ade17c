import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../db/testing/database';
import { insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { unguarded } from './csv';
import { memberCsv } from './member-export';
import { readMemberQuery } from './member-query';

const db = await testDatabase();
let org: TestOrg;
const MANY = 2500;
beforeAll(async () => {
  await db.useEngine();
  org = await makeOrg(db.admin);
  const { userId } = await makeUser(db.admin, `=HYPERLINK("http://evil.test","Ann, the ""first""")`);
  await insert(db.admin, 'membership', { org_id: org.orgId, user_id: userId, role: 'viewer' });
  await db.admin.query(`
    INSERT INTO app_user (id, email, name) SELECT gen_random_uuid(), 'u' || n || '@big.test', 'Same Name' FROM generate_series(1, ${MANY}) n;
    INSERT INTO membership (org_id, user_id, role) SELECT '${org.orgId}', id, 'member' FROM app_user WHERE email LIKE '%@big.test';`);
  const id = newId();
  await insert(db.admin, 'invitation', {
    org_id: org.orgId,
    id,
    email: '+guest@else.test',
    role: 'admin',
    token_hash: Buffer.from(id),
    pending_email: '+guest@else.test',
    invited_by: 'Somebody',
    expires_at: new Date(Date.now() + 60_000),
  });
}, 60_000);
afterAll(() => db.drop());

async function exported(params: Record<string, string>) {
  const pieces: string[] = [];
  for await (const piece of memberCsv(org, readMemberQuery(params).query)) pieces.push(piece);
  const records = parse(pieces.join(''), { bom: true, columns: true }) as Record<string, string>[];
  return { pieces, records };
}

test('[M5] writes every line once, in steps, in whatever order', async () => {
  for (const params of [{}, { sort: 'seen', dir: 'desc' }, { sort: 'role' }]) {
    const { pieces, records } = await exported(params as Record<string, string>);
    expect(pieces.length).toBeGreaterThan(3);
    expect(new Set(records.map(({ email }) => email)).size).toBe(MANY + 3);
    expect(records).toHaveLength(MANY + 3);
  }
});

test('[M5] follows the filter, and runs nothing in a spreadsheet', async () => {
  const { records } = await exported({ role: 'viewer' });
  expect(records).toHaveLength(1);
  expect(records[0]?.name).toBe(`'=HYPERLINK("http://evil.test","Ann, the ""first""")`);
  expect(unguarded(records[0]?.name ?? '')).toBe(`=HYPERLINK("http://evil.test","Ann, the ""first""")`);
  const invited = (await exported({ status: 'invited' })).records;
  expect(invited).toMatchObject([
    { email: "'+guest@else.test", role: 'admin', status: 'invited', joined_at: '' },
  ]);
});

test('[M5] an export that is given up stops reading', async () => {
  const pieces = memberCsv(org, readMemberQuery({}).query);
  await pieces.next();
  await pieces.next();
  await pieces.return(undefined);
  expect((await pieces.next()).done).toBe(true);
});
