import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../access/actor';
import { enterWorkspace } from '../db/enter';
import { inOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import {
  addMember,
  insert,
  makeOrg,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { newId } from '../ids';
import { purgeSubTeams } from '../jobs/purge-sub-teams';
import { PLANS } from '../plans/plans';
import { removeMembers } from './member-changes';
import { deleteSubTeam, restoreSubTeam, subTeamContents } from './sub-team-delete';
import { DELETED_SUB_TEAMS, MY_SUB_TEAMS } from './sub-team-list';
import { assignMember, unassignMember } from './sub-team-members';
import { archiveSubTeam, createSubTeam, renameSubTeam } from './sub-teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
const request = aRequest();
let org: TestOrg;
let other: TestOrg;
let owner: Actor;
let first: string;
let second: string;

// A table of a workspace, as those to come: what goes with a sub-team is found in the catalogue.
beforeAll(async () => {
  await db.admin.query(`
    SET ROLE rowhouse_owner;
    CREATE TABLE note (org_id uuid NOT NULL, workspace_id uuid NOT NULL, id uuid NOT NULL,
      PRIMARY KEY (org_id, workspace_id, id), FOREIGN KEY (org_id, workspace_id) REFERENCES workspace (org_id, id) ON DELETE CASCADE);
    SELECT isolate_workspace('note');
    RESET ROLE`);
  await db.useEngine();
  await db.useWorker();
});
afterAll(() => db.drop());

beforeEach(async () => {
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  owner = actorIn(org);
  for (const { orgId } of [org, other]) {
    await makeSubTeams(db.admin, orgId);
    for (const workspace of [orgId, ...subTeamIds(orgId)])
      for (const _ of [1, 2, 3])
        await insert(db.admin, 'note', { org_id: orgId, workspace_id: workspace, id: newId() });
  }
  [first, second] = subTeamIds(org.orgId);
});

const by = (actor: Actor = owner) => ({ actor, request });
const mine = (actor: Actor) =>
  inOrg(actor, async (d) => (await d.rows(MY_SUB_TEAMS)).map(({ slug, members }) => `${slug} ${members}`));
const events = async () =>
  (
    await db.admin.query(`SELECT action FROM audit_event WHERE org_id = $1 ORDER BY id`, [org.orgId])
  ).rows.map(({ action }) => action);
async function someone(role: 'admin' | 'member' | 'viewer'): Promise<Actor> {
  const who = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, who.userId, role);
  return actorIn(org, { ...who, role });
}
/** How many rows each workspace of both orgs has, and everything else of them. */
async function elsewhere(without: string): Promise<string> {
  const { rows } = await db.admin.query(
    `SELECT md5(string_agg(r, '|' ORDER BY r)) AS hash FROM (
      SELECT n::text AS r FROM note n WHERE n.workspace_id <> $1
      UNION ALL SELECT w::text FROM workspace w WHERE w.id <> $1 UNION ALL SELECT t::text FROM sub_team t WHERE t.id <> $1
      UNION ALL SELECT m::text FROM membership m UNION ALL SELECT o.id::text FROM org o
      UNION ALL SELECT s::text FROM sub_team_member s WHERE s.sub_team_id <> $1) all_rows`,
    [without],
  );
  return rows[0].hash;
}
const notes = async (workspace: string) =>
  (await db.admin.query('SELECT 1 FROM note WHERE workspace_id = $1', [workspace])).rowCount;

describe('[S5] a sub-team is', () => {
  test('made with a workspace of its own, renamed, archived and brought back, each in the audit log', async () => {
    await createSubTeam(by(), { name: 'Design', slug: 'design' });
    const [made] = (
      await db.admin.query(`SELECT id FROM sub_team WHERE slug = 'design' AND org_id = $1`, [org.orgId])
    ).rows;
    expect((await db.admin.query('SELECT 1 FROM workspace WHERE id = $1', [made.id])).rowCount).toBe(1);
    await renameSubTeam(by(), made.id, { name: 'Brand', slug: 'brand' });
    await archiveSubTeam(by(), made.id, true);
    const { entered } = await enterWorkspace({ host: org.slug }, 'brand', org, null, []);
    expect(entered).toMatchObject({ workspace_name: 'Brand', workspace_archived: true });
    await archiveSubTeam(by(), made.id, false);
    expect(await events()).toEqual([
      'sub_team.created',
      'sub_team.renamed',
      'sub_team.archived',
      'sub_team.unarchived',
    ]);
  });

  test('not made or renamed onto another’s address; the same address in another organization is free', async () => {
    const taken = { name: 'Again', slug: 'team-1' };
    await expect(createSubTeam(by(), taken)).rejects.toMatchObject({ code: 'slug_taken' });
    await expect(renameSubTeam(by(), first, taken)).rejects.toMatchObject({ code: 'slug_taken' });
    await createSubTeam(by(), { name: 'Free', slug: 'free' });
    await createSubTeam(by(actorIn(other)), { name: 'Free', slug: 'free' });
  });

  test('[L3] refused over the limit; a deleted one makes room, and has to find room to come back', async () => {
    const few = { ...owner, limits: { ...PLANS.free.limits, sub_teams: 2 } };
    const third = { name: 'Third', slug: 'third' };
    await expect(createSubTeam(by(few), third)).rejects.toMatchObject({ code: 'quota_exceeded' });
    await deleteSubTeam(by(few), first, 'team-0');
    await createSubTeam(by(few), third);
    await expect(restoreSubTeam(by(few), first)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });

  test('[T5] of another organization, as one that never was', async () => {
    const [foreign] = subTeamIds(other.orgId);
    for (const id of [foreign, newId()]) {
      for (const attempt of [
        () => renameSubTeam(by(), id, { name: 'x', slug: 'xx' }),
        () => archiveSubTeam(by(), id, true),
        () => deleteSubTeam(by(), id, 'team-0'),
        () => restoreSubTeam(by(), id),
        () => subTeamContents(owner, id),
        () => assignMember(by(), id, org.userId),
        () => assignMember(by(), first, other.userId),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('[S2] who is in', () => {
  test('members and viewers see the sub-teams they are assigned to, owners and admins all', async () => {
    for (const role of ['member', 'viewer'] as const) {
      const who = await someone(role);
      expect(await mine(who)).toEqual([]);
      await assignMember(by(), first, who.userId);
      expect(await mine(who)).toEqual([expect.stringMatching(/^team-0 /)]);
      await unassignMember(by(), first, who.userId);
      expect(await mine(who)).toEqual([]);
    }
    expect(await mine(await someone('admin'))).toHaveLength(2);
    expect(await events()).toEqual(
      ['member', 'viewer'].flatMap(() => ['sub_team.member_added', 'sub_team.member_removed']),
    );
  });

  test('assigning twice is one assignment and one event', async () => {
    const who = await someone('member');
    await assignMember(by(), first, who.userId);
    await assignMember(by(), first, who.userId);
    expect(await mine(who)).toEqual(['team-0 1']);
    expect(await events()).toEqual(['sub_team.member_added']);
  });

  test('[M3] a member or viewer can change nothing here, by the role they have now', async () => {
    const demoted = { ...(await someone('member')), role: 'admin' as const };
    for (const attempt of [
      () => createSubTeam(by(demoted), { name: 'x', slug: 'xx' }),
      () => renameSubTeam(by(demoted), first, { name: 'x', slug: 'xx' }),
      () => archiveSubTeam(by(demoted), first, true),
      () => deleteSubTeam(by(demoted), first, 'team-0'),
      () => restoreSubTeam(by(demoted), first),
      () => assignMember(by(demoted), first, demoted.userId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('[M6] who is removed from the organization is out of its sub-teams', async () => {
    const who = await someone('member');
    await assignMember(by(), first, who.userId);
    await removeMembers(by(), [who.userId]);
    expect(await mine(owner)).toEqual(['team-0 0', 'team-1 0']);
  });
});

describe('[S3] deleting a sub-team', () => {
  test('shows what will go, is gone at once, and can be restored as it was for 30 days', async () => {
    const who = await someone('member');
    await assignMember(by(), first, who.userId);
    expect(await subTeamContents(owner, first)).toEqual([
      { label: 'Notes', count: 3 },
      { label: 'Assigned members', count: 1 },
    ]);
    await expect(deleteSubTeam(by(), first, 'team-1')).rejects.toMatchObject({ code: 'invalid' });
    await deleteSubTeam(by(), first, 'team-0');
    await expect(enterWorkspace({ host: org.slug }, 'team-0', org, null, [])).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await mine(who)).toEqual([]);
    expect(await inOrg(owner, (d) => d.rows(DELETED_SUB_TEAMS))).toMatchObject([{ slug: 'team-0' }]);
    expect(await inOrg(who, (d) => d.rows(DELETED_SUB_TEAMS))).toEqual([]);
    await restoreSubTeam(by(), first);
    expect(await mine(who)).toEqual(['team-0 1']);
    expect(await notes(first)).toBe(3);
  });

  test('the purge removes that sub-team’s rows after 30 days, and every other row stays', async () => {
    await deleteSubTeam(by(), first, 'team-0');
    const before = await elsewhere(first);
    await purgeSubTeams.run();
    expect(await notes(first)).toBe(3); // not yet

    const late = `UPDATE sub_team SET deleted_at = now() - interval '30 days 1 minute' WHERE id = $1`;
    await db.admin.query(late, [first]);
    await expect(restoreSubTeam(by(), first)).rejects.toMatchObject({ code: 'not_found' });
    await purgeSubTeams.run();
    expect(await notes(first)).toBe(0);
    const left = await db.admin.query(
      `SELECT 1 FROM workspace WHERE id = $1 UNION ALL SELECT 1 FROM sub_team WHERE id = $1
        UNION ALL SELECT 1 FROM sub_team_member WHERE sub_team_id = $1`,
      [first],
    );
    expect(left.rowCount).toBe(0);
    expect(await elsewhere(first)).toBe(before);
    expect([await notes(second), await notes(org.orgId)]).toEqual([3, 3]);
    expect(await events()).toEqual(['sub_team.deleted', 'sub_team.purged']);
  });

  test('the purge takes no sub-team that is not deleted, and none that was restored', async () => {
    await deleteSubTeam(by(), first, 'team-0');
    await restoreSubTeam(by(), first);
    const purge = (id: string) =>
      db.admin
        .query('SELECT * FROM purge_sub_team($1, $2)', [org.orgId, id])
        .then(({ rowCount }) => rowCount);
    expect([await purge(first), await purge(second), await purge(org.orgId), await purge(newId())]).toEqual([
      0, 0, 0, 0,
    ]);
    expect(await notes(first)).toBe(3);
  });
});
