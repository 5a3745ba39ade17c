import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenActor } from '../access/actor';
import { secretHash } from '../auth/secret';
import { asUser } from '../db/as-user';
import { testDatabase } from '../db/testing/database';
import {
  addMember,
  makeOrg,
  makeRecords,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { newId, toUlid } from '../ids';
import type { Letter } from './invitation-mail';
import { resendInvitations } from './invitations';
import { type InviteInput, invite, previewInvites } from './invite';
import { MOST_PLACES } from './invite-places';
import { acceptInvitation, peekInvitation } from './join';
import { MY_INVITATIONS } from './my-orgs';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const by = (org: TestOrg) => ({ actor: actorIn(org), request: aRequest() });

/** An org with the teams and sub-teams "Team 0" (team-0) and "Team 1" (team-1), and their ids. */
async function house() {
  const org = await makeOrg(db.admin);
  await makeSubTeams(db.admin, org.orgId);
  await makeRecords(db.admin, org.orgId);
  const [first, second] = subTeamIds(org.orgId);
  return { org, first, second };
}

async function guest() {
  const user = await makeUser(db.admin, 'Guest');
  return { ...user, name: 'Guest', verified: true };
}

async function invited(org: TestOrg, input: Partial<InviteInput> & { text: string }): Promise<Letter> {
  const { letters } = await invite(by(org), { role: 'member', ...input });
  return letters[0] as Letter;
}

const accept = ({ secret }: Letter, person: Awaited<ReturnType<typeof guest>>) =>
  acceptInvitation({ hash: secretHash(secret) }, person, aRequest());
const teamsOf = async ({ userId }: { userId: string }) =>
  (await rows('SELECT team_id, role FROM team_member WHERE user_id = $1 ORDER BY 1', userId)).map(
    ({ team_id, role }) => [team_id, role],
  );
const subTeamsOf = async ({ userId }: { userId: string }) =>
  (await rows('SELECT sub_team_id FROM sub_team_member WHERE user_id = $1 ORDER BY 1', userId)).map(
    ({ sub_team_id }) => sub_team_id,
  );

describe('an invitation into teams and sub-teams', () => {
  test('[M4] puts whoever accepts it into them, as a member, and says so in the log', async () => {
    const { org, first, second } = await house();
    const person = await guest();
    const letter = await invited(org, {
      text: person.email,
      teams: [toUlid(first), toUlid(second)],
      subTeams: [toUlid(second)],
    });
    expect(letter.places.teams.map(({ name }) => name)).toEqual(['Team 0', 'Team 1']);
    expect(await teamsOf(person)).toEqual([]);
    const peek = async () => (await peekInvitation(secretHash(letter.secret))).places;
    expect(await peek()).toEqual(['Team 0', 'Team 1', 'Team 1']);
    const waiting = () => asUser(person, (db) => db.rows(MY_INVITATIONS));
    expect(await waiting()).toMatchObject([{ org_id: org.orgId, places: ['Team 0', 'Team 1', 'Team 1'] }]);
    await accept(letter, person);
    expect(await peek()).toEqual([]);
    expect(await teamsOf(person)).toEqual([first, second].sort().map((id) => [id, 'member']));
    expect(await subTeamsOf(person)).toEqual([second]);
    const log = await rows('SELECT action, after FROM audit_event WHERE org_id = $1 ORDER BY id', org.orgId);
    expect(log).toEqual([
      {
        action: 'invitation.created',
        after: { role: 'member', teams: ['Team 0', 'Team 1'], sub_teams: ['Team 1'] },
      },
      { action: 'invitation.accepted', after: { role: 'member' } },
      { action: 'member.joined', after: { role: 'member' } },
      { action: 'team.member_added', after: { team: 'Team 0', slug: 'team-0', role: 'member' } },
      { action: 'team.member_added', after: { team: 'Team 1', slug: 'team-1', role: 'member' } },
      { action: 'sub_team.member_added', after: { sub_team: 'Team 1', slug: 'team-1' } },
    ]);
  });

  test('[M4] each line of a file has its own, by slug or by name; the others get those that were chosen', async () => {
    const { org, first, second } = await house();
    const text = [
      'email,role,teams,Sub-teams',
      'a@guest.test,viewer,team 1,TEAM-0|team-1',
      'b@guest.test,,,',
      'c@guest.test,,nowhere,',
      'd@guest.test,,"team-0, team-1",team-1',
    ].join('\n');
    const input = { text, role: 'member' as const, teams: [toUlid(first)], subTeams: [] };
    const named = ({ teams, subTeams }: Letter['places']) => [
      teams.map(({ slug }) => slug),
      subTeams.map(({ slug }) => slug),
    ];
    const before = await previewInvites(actorIn(org), input);
    const { lines, letters } = await invite(by(org), input);
    expect(lines).toEqual(before);
    expect(lines.map(({ verdict, why }) => [verdict, why])).toEqual([
      ['ready', ''],
      ['ready', ''],
      ['unknown_place', 'There is no team called “nowhere”.'],
      ['ready', ''],
    ]);
    expect(letters.map(({ email, places }) => [email, ...named(places)])).toEqual([
      ['a@guest.test', ['team-1'], ['team-0', 'team-1']],
      ['b@guest.test', ['team-0'], []],
      ['d@guest.test', ['team-0', 'team-1'], ['team-1']],
    ]);
    const kept = await rows(
      `SELECT i.email, t.team_id FROM invitation_team t JOIN invitation i ON i.id = t.invitation_id
       WHERE t.org_id = $1 ORDER BY 1, 2`,
      org.orgId,
    );
    expect(kept).toEqual([
      { email: 'a@guest.test', team_id: second },
      { email: 'b@guest.test', team_id: first },
      ...[first, second].sort().map((team_id) => ({ email: 'd@guest.test', team_id })),
    ]);
  });

  test('[M4] a name that two teams have is no answer, the slug is', async () => {
    const { org } = await house();
    await rows(`UPDATE team SET name = 'Twins' WHERE org_id = $1`, org.orgId);
    const text = 'email,team\na@guest.test,twins\nb@guest.test,team-1';
    const lines = await previewInvites(actorIn(org), { text, role: 'member' });
    expect(lines.map(({ verdict, why }) => [verdict, why])).toEqual([
      ['unknown_place', 'More than one team is called “twins”. Write the last part of its address instead.'],
      ['ready', ''],
    ]);
  });

  test('[M4] a line names at most twenty, as the form does', async () => {
    const { org } = await house();
    const many = Array.from({ length: MOST_PLACES + 1 }, (_, i) => `team-${i}`).join('|');
    const lines = await previewInvites(actorIn(org), {
      text: `email,team\na@guest.test,${many}`,
      role: 'member',
    });
    expect(lines).toMatchObject([{ verdict: 'unknown_place', why: 'Name at most 20 teams in a line.' }]);
  });

  test('[M4][S1] a team of another organization is none, and nobody is invited', async () => {
    const { org } = await house();
    const other = await house();
    const input = { text: 'a@guest.test', role: 'member' as const };
    for (const foreign of [{ teams: [toUlid(other.first)] }, { subTeams: [toUlid(other.first)] }]) {
      const refused = invite(by(org), { ...input, ...foreign });
      await expect(refused).rejects.toMatchObject({ code: 'invalid' });
      const guessed = invite(by(org), {
        ...input,
        [Object.keys(foreign)[0] as string]: [toUlid(newId())],
      });
      expect(await guessed.catch(String)).toBe(await refused.catch(String));
    }
    const [{ count }] = await rows('SELECT count(*)::int FROM invitation WHERE org_id = $1', org.orgId);
    expect(count).toBe(0);
    const { id } = await invited(org, { text: 'b@guest.test' });
    for (const [table, column] of [
      ['invitation_team', 'team_id'],
      ['invitation_sub_team', 'sub_team_id'],
    ])
      await expect(
        rows(
          `INSERT INTO ${table} (org_id, invitation_id, ${column}) VALUES ($1, $2, $3)`,
          org.orgId,
          id,
          other.first,
        ),
      ).rejects.toMatchObject({ code: '23503' });
  });

  test('[M4] what went in the meantime is no longer in it: a deleted team, a sub-team in the bin', async () => {
    const { org, first, second } = await house();
    const person = await guest();
    const letter = await invited(org, {
      text: person.email,
      teams: [toUlid(first), toUlid(second)],
      subTeams: [toUlid(first), toUlid(second)],
    });
    await rows('DELETE FROM team WHERE id = $1', first);
    await rows('UPDATE sub_team SET deleted_at = now() WHERE id = $1', second);
    const { letters } = await resendInvitations(by(org), [letter.id]);
    expect(letters[0]?.places).toMatchObject({ teams: [{ id: second }], subTeams: [{ id: first }] });
    await accept(letters[0] as Letter, person);
    expect(await teamsOf(person)).toEqual([[second, 'member']]);
    expect(await subTeamsOf(person)).toEqual([first]);
  });

  test('[M4] a member who accepts another one stays where they are', async () => {
    const { org, first } = await house();
    const person = await guest();
    const letter = await invited(org, { text: person.email, teams: [toUlid(first)] });
    await addMember(db.admin, org.orgId, person.userId, 'viewer');
    expect(await accept(letter, person)).toMatchObject({ already: true });
    expect(await teamsOf(person)).toEqual([]);
  });

  test('[K3][M4] a token needs the scopes for the places besides the one for inviting', async () => {
    const { org, first } = await house();
    const token = (...scopes: string[]): TokenActor => ({
      ...actorIn(org),
      kind: 'token',
      token: { id: newId(), label: 'Test', kind: 'org', scopes: new Set(scopes) },
    });
    const input = { text: 'a@guest.test', role: 'member' as const };
    const asking = (actor: TokenActor, more: Partial<InviteInput>) =>
      invite({ actor, request: aRequest() }, { ...input, ...more });
    const [teams, subTeams] = [{ teams: [toUlid(first)] }, { subTeams: [toUlid(first)] }];
    const bare = token('invitation.create');
    await expect(asking(bare, teams)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asking(bare, subTeams)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asking(token('invitation.create', 'sub_team.assign'), teams)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await rows('SELECT 1 FROM invitation WHERE org_id = $1', org.orgId)).toEqual([]);
    const full = token('invitation.create', 'team.manage_members', 'sub_team.assign');
    expect((await asking(full, { ...teams, ...subTeams })).letters).toHaveLength(1);
  });
});
