import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../access/actor';
import { inOrg } from '../db/in-org';
import { testDatabase } from '../db/testing/database';
import { fingerprint } from '../db/testing/fingerprint';
import { probe } from '../db/testing/probe';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { removeMembers } from './member-changes';
import { teamsLike } from './team-list';
import { addToTeam, changeTeamRole, removeFromTeam } from './team-members';
import { createTeam, deleteTeam, renameTeam, teamContents } from './teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
const request = aRequest();
let org: TestOrg;
let other: TestOrg;

beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
});

const by = (actor: Actor = actorIn(org)) => ({ actor, request });
async function someone(role: 'admin' | 'member' | 'viewer' = 'member', at = org) {
  const who = await makeUser(db.admin);
  await addMember(db.admin, at.orgId, who.userId, role);
  return actorIn(at, { ...who, role });
}
async function team(slug = 'platform', at = org): Promise<string> {
  await createTeam(by(actorIn(at)), { name: 'Platform', slug });
  const { rows } = await db.admin.query('SELECT id FROM team WHERE org_id = $1 AND slug = $2', [
    at.orgId,
    slug,
  ]);
  return rows[0].id;
}
const inside = async (id: string) =>
  (await db.admin.query('SELECT user_id, role FROM team_member WHERE team_id = $1', [id])).rows;
const events = async (outcome = 'allowed') =>
  (
    await db.admin.query(`SELECT action FROM audit_event WHERE org_id = $1 AND outcome = $2 ORDER BY id`, [
      org.orgId,
      outcome,
    ])
  ).rows.map(({ action }) => action);
const FORBIDDEN = { code: 'forbidden' };

describe('[G1] a team', () => {
  test('[T3] is none of a new organization', async () => {
    expect((await db.admin.query('SELECT 1 FROM team WHERE org_id = $1', [org.orgId])).rowCount).toBe(0);
  });

  test('is made, renamed and deleted, each in the audit log', async () => {
    const id = await team();
    await renameTeam(by(), id, { name: 'Core', slug: 'core' });
    expect(await inOrg(actorIn(org), (d) => d.rows(teamsLike('cor')))).toMatchObject([
      { name: 'Core', slug: 'core' },
    ]);
    await deleteTeam(by(), id);
    expect(await events()).toEqual(['team.created', 'team.renamed', 'team.deleted']);
  });

  test('has an address unique in its organization only: each “Platform” is its own thing', async () => {
    const [mine, theirs] = [await team(), await team('platform', other)];
    expect(mine).not.toBe(theirs);
    await expect(team()).rejects.toMatchObject({ code: 'slug_taken', fields: { slug: expect.any(String) } });
    const second = await team('second');
    await expect(renameTeam(by(), second, { name: 'X', slug: 'platform' })).rejects.toMatchObject({
      code: 'slug_taken',
    });
  });

  test('can’t move to another organization, whoever asks the database', async () => {
    const id = await team();
    await expect(
      db.admin.query('UPDATE team SET org_id = $1 WHERE id = $2', [other.orgId, id]),
    ).rejects.toMatchObject({
      code: '42501',
    });
    const app = await db.app();
    const moved = await probe(app, { 'app.org_id': org.orgId }, 'UPDATE team SET org_id = $1 WHERE id = $2', [
      other.orgId,
      id,
    ]);
    expect(moved).toEqual({ state: '42501' });
  });

  test('[T5] of another organization is as one that never was', async () => {
    const theirs = await team('platform', other);
    for (const id of [theirs, newId()])
      for (const attempt of [
        () => renameTeam(by(), id, { name: 'X', slug: 'xx' }),
        () => deleteTeam(by(), id),
        () => teamContents(actorIn(org), id),
        () => addToTeam(by(), id, [org.userId], 'member'),
        () => changeTeamRole(by(), id, org.userId, 'lead'),
        () => removeFromTeam(by(), id, org.userId),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  });

  test('[M1] is made, renamed and deleted by owners and admins alone, by the role they have now', async () => {
    const id = await team();
    for (const role of ['member', 'viewer'] as const) {
      const who = { ...(await someone(role)), role: 'admin' as const };
      for (const attempt of [
        () => createTeam(by(who), { name: 'X', slug: 'xx' }),
        () => renameTeam(by(who), id, { name: 'X', slug: 'xx' }),
        () => deleteTeam(by(who), id),
      ])
        await expect(attempt()).rejects.toMatchObject(FORBIDDEN);
    }
    await renameTeam(by(await someone('admin')), id, { name: 'Y', slug: 'yy' });
  });
});

describe('[G2] who is in a team', () => {
  test('must be a member of the organization: the database itself refuses anybody else, and the app says so', async () => {
    const id = await team();
    const stranger = await makeUser(db.admin);
    const rows = [
      { org_id: org.orgId, team_id: id, user_id: stranger.userId },
      { org_id: org.orgId, team_id: id, user_id: other.userId },
      // Of the other organization's own member, into this one's team: the key holds one organization on both sides.
      { org_id: other.orgId, team_id: id, user_id: other.userId },
    ];
    for (const row of rows)
      await expect(insert(db.admin, 'team_member', row)).rejects.toMatchObject({ code: '23503' });
    const app = await db.app();
    const text = 'INSERT INTO team_member (org_id, team_id, user_id) VALUES ($1, $2, $3)';
    for (const { org_id, team_id, user_id } of rows) {
      const outcome = await probe(app, { 'app.org_id': org.orgId }, text, [org_id, team_id, user_id]);
      expect(outcome).toEqual({ state: org_id === org.orgId ? '23503' : '42501' });
    }
    const told = await addToTeam(by(), id, [stranger.userId, other.userId, org.userId], 'member');
    expect(told.map(({ done, why }) => [done, why])).toEqual([
      [false, 'Is no member of the organization. Invite them first.'],
      [false, 'Is no member of the organization. Invite them first.'],
      [true, undefined],
    ]);
  });

  test('comes many at once, with a word on each; once more is told, and changes nothing', async () => {
    const id = await team();
    const [a, b] = [await someone(), await someone('viewer')];
    expect((await addToTeam(by(), id, [a.userId, b.userId], 'member')).every(({ done }) => done)).toBe(true);
    const again = await addToTeam(by(), id, [a.userId], 'lead');
    expect(again).toMatchObject([{ done: false, code: 'already_member' }]);
    expect(await inside(id)).toHaveLength(2);
    expect((await inside(id)).every(({ role }) => role === 'member')).toBe(true);
    await changeTeamRole(by(), id, a.userId, 'lead');
    await removeFromTeam(by(), id, b.userId);
    expect(await inside(id)).toEqual([{ user_id: a.userId, role: 'lead' }]);
    expect(await events()).toEqual([
      'team.created',
      'team.member_added',
      'team.member_added',
      'team.member_role_changed',
      'team.member_removed',
    ]);
  });

  test('is managed by a lead, of their own team and no other', async () => {
    const [mine, theirs] = [await team(), await team('second')];
    const [lead, a] = [await someone('viewer'), await someone()];
    await addToTeam(by(), mine, [lead.userId], 'lead');
    await addToTeam(by(), theirs, [lead.userId, a.userId], 'member');
    expect(await addToTeam(by(lead), mine, [a.userId], 'member')).toMatchObject([{ done: true }]);
    await changeTeamRole(by(lead), mine, a.userId, 'lead');
    await removeFromTeam(by(lead), mine, a.userId);
    const before = await inside(theirs);
    for (const attempt of [
      () => addToTeam(by(lead), theirs, [org.userId], 'member'),
      () => changeTeamRole(by(lead), theirs, a.userId, 'lead'),
      () => changeTeamRole(by(lead), theirs, lead.userId, 'lead'),
      () => removeFromTeam(by(lead), theirs, a.userId),
      () => renameTeam(by(lead), mine, { name: 'Mine', slug: 'mine' }),
      () => deleteTeam(by(lead), mine),
    ])
      await expect(attempt()).rejects.toMatchObject(FORBIDDEN);
    expect(await inside(theirs)).toEqual(before);
    expect((await events('refused')).filter((one) => one === 'team.manage_members')).toHaveLength(4);
  });

  test('is not managed by a lead who was demoted, or taken out, a moment ago', async () => {
    const id = await team();
    const [lead, a] = [await someone(), await someone()];
    await addToTeam(by(), id, [lead.userId], 'lead');
    await changeTeamRole(by(), id, lead.userId, 'member');
    await expect(addToTeam(by(lead), id, [a.userId], 'member')).rejects.toMatchObject(FORBIDDEN);
    await changeTeamRole(by(), id, lead.userId, 'lead');
    await removeFromTeam(by(), id, lead.userId);
    await expect(addToTeam(by(lead), id, [a.userId], 'member')).rejects.toMatchObject(FORBIDDEN);
  });

  test('is not both demoted and at work: at the same moment one of the two comes first', async () => {
    const id = await team();
    const [lead, a] = [await someone(), await someone()];
    await addToTeam(by(), id, [lead.userId], 'lead');
    const [demoted, added] = await Promise.allSettled([
      changeTeamRole(by(), id, lead.userId, 'member'),
      addToTeam(by(lead), id, [a.userId], 'member'),
    ]);
    expect(demoted.status).toBe('fulfilled');
    const came = (await inside(id)).some(({ user_id }) => user_id === a.userId);
    expect(came).toBe(added.status === 'fulfilled');
  });

  test('is nobody’s to manage who is in the team as a member, or not in it', async () => {
    const id = await team();
    const [member, outside] = [await someone(), await someone('viewer')];
    await addToTeam(by(), id, [member.userId], 'member');
    for (const who of [member, outside])
      await expect(addToTeam(by(who), id, [org.userId], 'member')).rejects.toMatchObject(FORBIDDEN);
  });

  test('[M6] leaves with the organization, and nothing of another organization changes', async () => {
    const id = await team();
    const who = await someone();
    await addToTeam(by(), id, [who.userId], 'lead');
    await addMember(db.admin, other.orgId, who.userId);
    await addToTeam(by(actorIn(other)), await team('platform', other), [who.userId], 'lead');
    const before = await fingerprint(db.admin, other.orgId);
    await removeMembers(by(), [who.userId]);
    expect(await inside(id)).toEqual([]);
    expect(await fingerprint(db.admin, other.orgId)).toEqual(before);
  });
});
