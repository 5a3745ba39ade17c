import type pg from 'pg';
import { newId } from '../../ids';
import type { OrgId, SessionId, Ticket, UserId } from '../scope';
import { FOR_TESTS } from './tickets';

/** An org with its owner and the owner's standing session. */
export type TestOrg = {
  orgId: OrgId;
  slug: string;
  userId: UserId;
  sessionId: SessionId;
  /** Stands for one that says who is where: see TestEngine. */
  ticket: Ticket;
};

/** A user with a standing session. */
export async function makeUser(
  admin: pg.Client,
  name = 'Somebody',
): Promise<{ userId: UserId; sessionId: SessionId; email: string }> {
  const userId = newId() as UserId;
  const sessionId = newId() as SessionId;
  const email = `${userId}@test.example`;
  await insert(admin, 'app_user', { id: userId, email, name, email_verified_at: new Date() });
  await insert(admin, 'session', {
    user_id: userId,
    id: sessionId,
    expires_at: new Date(Date.now() + 3_600_000),
    user_agent: 'test',
    ip: '127.0.0.1',
  });
  return { userId, sessionId, email };
}

/** An org on its own subdomain. One transaction: an org without an owner isn't kept. */
export async function makeOrg(admin: pg.Client, slug = `org-${newId().slice(-12)}`): Promise<TestOrg> {
  const orgId = newId() as OrgId;
  const owner = await makeUser(admin);
  await admin.query('BEGIN');
  await insert(admin, 'org', { id: orgId, slug, name: slug, color: '#4f46e5' });
  await insert(admin, 'org_host', { org_id: orgId, host: slug });
  await addMember(admin, orgId, owner.userId, 'owner');
  await admin.query('COMMIT');
  return { orgId, slug, ...owner, ticket: FOR_TESTS };
}

/** The ids of the two sub-teams that makeSubTeams makes in an org. */
export const subTeamIds = (orgId: string): [string, string] => [
  `${orgId.slice(0, -1)}${orgId.endsWith('1') ? '3' : '1'}`,
  `${orgId.slice(0, -1)}${orgId.endsWith('2') ? '4' : '2'}`,
];

/** Two sub-teams with nobody in them. */
export async function makeSubTeams(admin: pg.Client, orgId: string): Promise<void> {
  for (const [i, id] of subTeamIds(orgId).entries())
    await insert(admin, 'sub_team', { org_id: orgId, id, slug: `team-${i}`, name: `Team ${i}` });
}

/** In the main workspace: two groups, a contact in neither, and an import; and two teams. Their ids are those of the sub-teams. */
export async function makeRecords(admin: pg.Client, orgId: string): Promise<void> {
  const own = { org_id: orgId, workspace_id: orgId };
  const [first, second] = subTeamIds(orgId);
  await insert(admin, 'contact', { ...own, id: first, name: 'Somebody' });
  for (const id of [first, second]) await insert(admin, 'contact_group', { ...own, id, name: id });
  for (const [i, id] of [first, second].entries())
    await insert(admin, 'team', { org_id: orgId, id, slug: `team-${i}`, name: `Team ${i}` });
  const file = { resource: 'contact', file_name: 'file.csv', source: '', total: 0, sample: '[]' };
  await insert(admin, 'csv_import', { ...own, ...file, id: first, created_by_id: first, created_by: '' });
}

/** Puts a user in an org. */
export const addMember = (admin: pg.Client, orgId: string, userId: string, role = 'member') =>
  insert(admin, 'membership', { org_id: orgId, user_id: userId, role });

/** Inserts one row. Table and columns are the test's own words. */
export async function insert(client: pg.Client, table: string, row: Record<string, unknown>) {
  const columns = Object.keys(row);
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** Many orgs at once, each with the same three members, one host and one event. */
export async function makeOrgs(admin: pg.Client, count: number): Promise<TestOrg[]> {
  const owner = await makeUser(admin);
  const others = [(await makeUser(admin)).userId, (await makeUser(admin)).userId];
  const ids = Array.from({ length: count }, () => newId() as OrgId);
  await admin.query('BEGIN');
  await admin.query(
    `INSERT INTO org (id, slug, name, color) SELECT id, 'load-' || right(id::text, 12), 'Org', '#4f46e5' FROM unnest($1::uuid[]) id`,
    [ids],
  );
  await admin.query(`INSERT INTO org_host (org_id, host) SELECT id, slug FROM org WHERE id = ANY ($1)`, [
    ids,
  ]);
  await admin.query(
    `INSERT INTO membership (org_id, user_id, role)
      SELECT o.id, u.id, CASE u.n WHEN 1 THEN 'owner' ELSE 'member' END
      FROM unnest($1::uuid[]) o (id) CROSS JOIN unnest($2::uuid[]) WITH ORDINALITY u (id, n)`,
    [ids, [owner.userId, ...others]],
  );
  await admin.query('COMMIT');
  return ids.map((orgId) => ({
    orgId,
    slug: `load-${orgId.slice(-12)}`,
    ...owner,
    ticket: FOR_TESTS,
  }));
}
