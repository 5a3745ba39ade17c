import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inOrg } from './in-org';
import { inWorkspace } from './in-workspace';
import type { WorkspaceId } from './scope';
import { walledTables } from './testing/catalogue';
import { type TestDatabase, testDatabase } from './testing/database';
import { camelRow, MODELS, ORG_PROBES, type Victim } from './testing/org-probes';
import { rowFor } from './testing/rows';
import { withoutWalls } from './testing/without';
import {
  addMember,
  insert,
  makeOrg,
  makeRecords,
  makeSubTeams,
  makeUser,
  type TestOrg,
} from './testing/world';

// Each layer alone. The same probes three times: with the database's walls down and the application's filter up,
// the other way round, and with both down, where every one of them has to get through: a probe that can't is none.

const walled = await testDatabase();
const bare = await testDatabase();
afterAll(() => Promise.all([walled.drop(), bare.drop()]));

beforeAll(() => withoutWalls(bare.admin));

test('every table of an org is probed', async () => {
  const tables = (await walledTables(walled.admin))
    .filter((t) => t.setting === 'app.org_id')
    .map((t) => t.table);
  expect(MODELS.map((m) => m.table).sort()).toEqual(tables.sort());
});

describe.each([
  ['the application alone: the database’s walls are down', bare, true, false],
  ['the database alone: the application’s filter is out', walled, false, false],
  ['neither: every probe gets through', bare, false, true],
] as const)('[I5] %s', (_, db: TestDatabase, filtered, leaks) => {
  let attacker: TestOrg;
  let victim: Victim;
  beforeAll(async () => {
    await db.useEngine({ unfiltered: !filtered, size: 2 });
  });
  // Both are made anew once a probe has changed a row of either: what one did must not be why the next is refused.
  let spoilt = true;
  beforeEach(async () => {
    if (!spoilt) return;
    attacker = await makeOrg(db.admin);
    victim = await makeVictim(db, attacker);
    spoilt = false;
  });

  test.each(ORG_PROBES)('$name', async ({ run }) => {
    const before = await fingerprints(db, victim, attacker);
    spoilt = true; // whatever goes wrong from here on
    // In the attacker's main workspace: its handle has the models of a workspace as well as the org's.
    const inside = { ...attacker, workspaceId: attacker.orgId as string as WorkspaceId };
    const saw = await inWorkspace(inside, (handle) => run(handle, victim, filtered)).catch(() => false);
    const after = await fingerprints(db, victim, attacker);
    expect(saw === true || after.victim !== before.victim).toBe(leaks);
    spoilt = after.victim !== before.victim || after.attacker !== before.attacker;
  });

  test('the owner still gets in', async () => {
    spoilt = true;
    expect(await inOrg(victim, (d) => d.membership.count({ where: { orgId: victim.orgId } }))).toBe(2);
    expect(await inOrg(victim, (d) => d.org.findUnique({ where: { id: victim.orgId } }))).toMatchObject({
      slug: victim.slug,
    });
    await inOrg(victim, (d) => d.org.update({ where: { id: victim.orgId }, data: { name: 'Mine' } }));
    expect(
      await inOrg(victim, (d) => d.auditEvent.findMany({ where: { orgId: victim.orgId } })),
    ).toHaveLength(1);
  });
});

async function makeVictim(db: TestDatabase, attacker: TestOrg): Promise<Victim> {
  const org = await makeOrg(db.admin);
  const spare = (await makeUser(db.admin)).userId;
  await makeSubTeams(db.admin, org.orgId);
  await makeRecords(db.admin, org.orgId);
  await addMember(db.admin, org.orgId, attacker.userId, 'member');
  const rows: Victim['rows'] = {
    org: { id: org.orgId },
    orgHost: { orgId: org.orgId, host: org.slug },
    membership: { orgId: org.orgId, userId: org.userId },
  };
  for (const { name, table } of MODELS.filter((m) => !(m.name in rows))) {
    const row = rowFor(table, org, spare);
    await insert(db.admin, table, row);
    rows[name] = camelRow(row);
  }
  return { ...org, rows, spare };
}

/** One hash of all rows of each of the two. */
async function fingerprints(db: TestDatabase, victim: { orgId: string }, attacker: { orgId: string }) {
  const { rows } = await db.admin.query<{ hash: string }>({
    ...HASHES,
    values: [[victim.orgId, attacker.orgId]],
  });
  return { victim: rows[0]?.hash, attacker: rows[1]?.hash };
}

const HASHES = {
  name: 'hashes',
  text: `SELECT md5(concat_ws('|', ${MODELS.map(
    ({ table, field }) =>
      `(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${table} t WHERE t.${field === 'id' ? 'id' : 'org_id'} = o.id)`,
  ).join(', ')})) AS hash FROM unnest($1::uuid[]) WITH ORDINALITY o(id, n) ORDER BY o.n`,
};
