import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import type { ResourceRole } from '../lib/access/grants';
import type { Role } from '../lib/access/permissions';
import { toUlid } from '../lib/ids';
import { type ApiClient, clientOf } from './support/client';
import { hostOf } from './support/http';
import { newOrgToken, newUserToken } from './support/tokens';
import {
  admin,
  newGrant,
  newOrg,
  newRelay,
  newSubTeam,
  newTeam,
  newUser,
  type Org,
  type Someone,
} from './support/world';

// Grants by machine, asked by the typed client: sharing, and how far a token's scopes and what was granted reach together.

let owner: Someone;
let org: Org;
let stranger: Someone;
let other: Org;
let api: ApiClient;
let relay: string;
test.beforeAll(async () => {
  owner = await newUser('Grants Owner');
  org = await newOrg([[owner, 'owner']], 'Sharing');
  stranger = await newUser('Grants Stranger');
  other = await newOrg([[stranger, 'owner']], 'Elsewhere');
  api = clientOf((await newOrgToken(org, owner)).token);
});
test.beforeEach(async () => {
  relay = await newRelay(org);
});

async function someone(role: Role = 'member', at = org): Promise<Someone> {
  const user = await newUser(`Grants ${role}`);
  await admin.query('INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, $3)', [
    at.id,
    user.id,
    role,
  ]);
  return user;
}
async function newGroup(workspace = org.id): Promise<string> {
  const id = v7();
  await admin.query('INSERT INTO contact_group (org_id, workspace_id, id, name) VALUES ($1, $2, $3, $4)', [
    org.id,
    workspace,
    id,
    `Group ${id}`,
  ]);
  return id;
}
/** A person's own token in the organization, with these scopes. */
const tokenOf = async (who: Someone, scopes: string[]) =>
  clientOf((await newUserToken(who, { scopes })).token, { organization: toUlid(org.id) });

/** What became of a call: `ok`, or the code of its refusal. */
const said = async (call: Promise<{ error?: { code: string }; response: Response }>) => {
  const { error, response } = await call;
  return response.ok ? 'ok' : error?.code;
};
type To = { of?: string; next?: string; by?: ApiClient };

const withMember = ({ id: member }: Pick<Someone, 'id'>, { of = relay, next }: To) => ({
  params: { path: { id: toUlid(of), member: toUlid(member) }, query: { next } },
});
const withTeam = (team: string, { of = relay, next }: To) => ({
  params: { path: { id: toUlid(of), team }, query: { next } },
});
const share = (who: Pick<Someone, 'id'>, role: ResourceRole, to: To = {}) =>
  said(
    (to.by ?? api).PUT('/relays/{id}/grants/members/{member}', { ...withMember(who, to), body: { role } }),
  );
const shareWithTeam = (team: string, role: ResourceRole, to: To = {}) =>
  said((to.by ?? api).PUT('/relays/{id}/grants/teams/{team}', { ...withTeam(team, to), body: { role } }));
const unshare = (who: Pick<Someone, 'id'>, to: To = {}) =>
  said((to.by ?? api).DELETE('/relays/{id}/grants/members/{member}', withMember(who, to)));
const unshareWithTeam = (team: string, to: To = {}) =>
  said((to.by ?? api).DELETE('/relays/{id}/grants/teams/{team}', withTeam(team, to)));
const review = (by = api, of = relay) =>
  by.GET('/relays/{id}/grants', { params: { path: { id: toUlid(of) } } });
/** Who has which role, as the list says it. */
const listed = async () => {
  const { data } = await review();
  return data?.data.map(({ member, team, role }) => `${member?.id ?? team?.slug} ${role}`);
};

test('[G1][G3][K4] a relay is shared with a member and a team, changed, and taken back by machine', async () => {
  const ada = await someone();
  await newTeam(org, 'platform', [ada]);
  expect(await listed()).toEqual([]);
  expect(await share(ada, 'viewer')).toBe('ok');
  expect(await share(ada, 'editor')).toBe('ok');
  expect(await shareWithTeam('platform', 'admin')).toBe('ok');
  const { data } = await review();
  expect(data?.next).toBeNull();
  expect(data?.data).toEqual([
    {
      role: 'admin',
      member: null,
      team: { id: expect.any(String), slug: 'platform', name: 'Team platform', members: 1 },
      granted_by: owner.name,
      granted_at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    {
      role: 'editor',
      member: { id: toUlid(ada.id), name: ada.name, email: ada.email, waits: false },
      team: null,
      granted_by: owner.name,
      granted_at: expect.any(String),
    },
  ]);
  expect(await unshare(ada)).toBe('ok');
  expect(await unshareWithTeam('platform')).toBe('ok');
  expect(await listed()).toEqual([]);
  // What isn’t there can’t be taken back.
  expect([await unshare(ada), await unshareWithTeam('platform')]).toEqual(['not_found', 'not_found']);
  const { rows } = await admin.query(
    `SELECT action FROM audit_event WHERE org_id = $1 AND target_id = $2 AND actor_kind = 'token' ORDER BY id`,
    [org.id, relay],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'access.granted',
    'access.changed',
    'access.granted',
    'access.revoked',
    'access.revoked',
  ]);
});

test('[G3][K4] the only owner goes when it is said who is next: a member, a team, or nobody by name', async () => {
  const [ada, ben] = [await someone(), await someone()];
  await newTeam(org, 'heirs', [ben]);
  const refused = async () => {
    expect([await unshare(ada), await share(ada, 'viewer')]).toEqual(['last_owner', 'last_owner']);
    expect(await unshare(ada, { next: `member.${toUlid(ada.id)}` })).toBe('invalid');
    for (const nobody of [`member.${toUlid(stranger.id)}`, 'member.nobody', 'team.nobody'])
      expect(await unshare(ada, { next: nobody }), nobody).toBe('not_found');
    for (const nonsense of ['', 'nobody', 'team.', `member.${'X'.repeat(80)}`])
      expect(await unshare(ada, { next: nonsense }), nonsense).toBe('invalid');
  };
  expect(await share(ada, 'owner')).toBe('ok');
  await refused();
  expect(await share(ada, 'viewer', { next: `member.${toUlid(ben.id)}` })).toBe('ok');
  expect(await listed()).toEqual([`${toUlid(ben.id)} owner`, `${toUlid(ada.id)} viewer`]);
  expect(await unshare(ben, { next: 'team.heirs' })).toBe('ok');
  expect(await listed()).toEqual(['heirs owner', `${toUlid(ada.id)} viewer`]);
  expect(await unshareWithTeam('heirs')).toBe('last_owner');
  expect(await unshareWithTeam('heirs', { next: 'org' })).toBe('ok');
  expect(await listed()).toEqual([`${toUlid(ada.id)} viewer`]);
});

test('[G3][T5][T6] nobody and nothing of another organization can be named, and no answer tells that it is there', async () => {
  const theirs = await newRelay(other);
  await newTeam(other, 'their-team', [stranger]);
  const ada = await someone();
  for (const who of [stranger, { id: v7() }]) {
    expect(await share(who, 'viewer')).toBe('not_found');
    expect(await unshare(who)).toBe('not_found');
  }
  for (const team of ['their-team', 'no-team']) {
    expect(await shareWithTeam(team, 'viewer')).toBe('not_found');
    expect(await unshareWithTeam(team)).toBe('not_found');
  }
  for (const of of [theirs, v7()]) {
    expect(await share(ada, 'viewer', { of })).toBe('not_found');
    expect((await review(api, of)).error?.code).toBe('not_found');
  }
  const before = 'SELECT count(*)::int AS n FROM access_grant WHERE org_id = ANY ($1)';
  expect((await admin.query(before, [[other.id]])).rows[0].n).toBe(0);
});

test('[S1][K4] a group is shared in its own sub-team; of another one it isn’t found, and whoever isn’t in it waits', async () => {
  const west = await newSubTeam(org, 'west', []);
  const group = await newGroup(west.id);
  const ada = await someone('viewer');
  const path = (subTeam: string) => ({ subTeam, id: toUlid(group), member: toUlid(ada.id) });
  const give = (subTeam: string) =>
    said(
      api.PUT('/sub-teams/{subTeam}/groups/{id}/grants/members/{member}', {
        params: { path: path(subTeam) },
        body: { role: 'editor' },
      }),
    );
  const see = (subTeam: string) =>
    api.GET('/sub-teams/{subTeam}/groups/{id}/grants', { params: { path: path(subTeam) } });
  expect([await give('main'), await give('west')]).toEqual(['not_found', 'ok']);
  expect((await see('main')).error?.code).toBe('not_found');
  expect((await see('west')).data?.data).toMatchObject([{ role: 'editor', member: { waits: true } }]);
  await admin.query('INSERT INTO sub_team_member (org_id, sub_team_id, user_id) VALUES ($1, $2, $3)', [
    org.id,
    west.id,
    ada.id,
  ]);
  expect((await see('west')).data?.data).toMatchObject([{ member: { waits: false } }]);
});

test('[K3][K4] a token without the scope changes and sees no grant, whatever its maker may', async () => {
  const ada = await someone();
  const reader = await tokenOf(owner, ['relay.read']);
  const reviewer = await tokenOf(owner, ['relay.review']);
  const sharer = await tokenOf(owner, ['relay.share']);
  expect((await review(reader)).error?.code).toBe('forbidden');
  expect((await review(sharer)).error?.code).toBe('forbidden');
  expect((await review(reviewer)).response.status).toBe(200);
  for (const by of [reader, reviewer]) {
    expect(await share(ada, 'viewer', { by })).toBe('forbidden');
    expect(await unshare(ada, { by })).toBe('forbidden');
  }
  expect(await share(ada, 'viewer', { by: sharer })).toBe('ok');
  expect(await listed()).toEqual([`${toUlid(ada.id)} viewer`]);
});

test('[K3][G4] scopes bound what was granted to a token’s maker, on that thing alone and for as long as they have it', async () => {
  const [ada, ben] = [await someone(), await someone()];
  const second = await newRelay(org);
  const [reader, sharer] = [await tokenOf(ada, ['relay.read']), await tokenOf(ada, ['relay.share'])];
  const to = { kind: 'relay', id: relay };
  // Nothing was granted yet: the scope alone gives nothing.
  expect(await share(ben, 'viewer', { by: sharer })).toBe('forbidden');
  await newGrant(org, to, { user_id: ada.id }, 'admin');
  expect(await share(ben, 'viewer', { by: reader })).toBe('forbidden');
  expect(await unshare(ada, { by: reader })).toBe('forbidden');
  expect(await share(ben, 'viewer', { by: sharer })).toBe('ok');
  // An admin of it makes no owner, and is nothing on another.
  expect(await share(ben, 'owner', { by: sharer })).toBe('forbidden');
  expect(await share(ben, 'viewer', { by: sharer, of: second })).toBe('forbidden');
  await admin.query(`UPDATE access_grant SET role = 'editor' WHERE resource_id = $1 AND user_id = $2`, [
    relay,
    ada.id,
  ]);
  expect(await share(ben, 'editor', { by: sharer })).toBe('forbidden');
  expect(await unshare(ben, { by: sharer })).toBe('forbidden');
  // Through a team, until they are out of it.
  const team = await newTeam(org, 'carriers', [ada]);
  await newGrant(org, to, { team_id: team }, 'admin');
  expect(await share(ben, 'editor', { by: sharer })).toBe('ok');
  await admin.query('DELETE FROM team_member WHERE team_id = $1', [team]);
  expect(await unshare(ben, { by: sharer })).toBe('forbidden');
  expect(await listed()).toContain(`${toUlid(ben.id)} editor`);
});

test('[K3][G4] what the role gave goes with the role, and a member who is removed has no token left', async () => {
  const [boss, ben] = [await someone('admin'), await someone()];
  const sharer = await tokenOf(boss, ['relay.share']);
  expect(await share(ben, 'viewer', { by: sharer })).toBe('ok');
  await admin.query(`UPDATE membership SET role = 'viewer' WHERE org_id = $1 AND user_id = $2`, [
    org.id,
    boss.id,
  ]);
  expect(await share(ben, 'editor', { by: sharer })).toBe('forbidden');
  await newGrant(org, { kind: 'relay', id: relay }, { user_id: boss.id }, 'owner');
  expect(await share(ben, 'editor', { by: sharer })).toBe('ok');
  await admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [org.id, boss.id]);
  expect(await unshare(ben, { by: sharer })).toBe('tenant_forbidden');
  expect(await listed()).toEqual([`${toUlid(ben.id)} editor`]);
});

test('[G4][K3] a viewer changes the group that they edit, by a token that may, and no other', async () => {
  const ada = await someone('viewer');
  const [group, second] = [await newGroup(), await newGroup()];
  await newGrant(org, { kind: 'contact_group', id: group }, { user_id: ada.id }, 'editor');
  const change = (by: ApiClient, id: string) =>
    said(
      by.PUT('/sub-teams/{subTeam}/groups/{id}', {
        params: { path: { subTeam: 'main', id: toUlid(id) } },
        body: { name: `New ${v7()}` },
      }),
    );
  const [writer, reader] = [
    await tokenOf(ada, ['group.read', 'group.update', 'group.delete']),
    await tokenOf(ada, ['group.read']),
  ];
  expect([await change(reader, group), await change(writer, second), await change(writer, group)]).toEqual([
    'forbidden',
    'forbidden',
    'ok',
  ]);
  const remove = { params: { path: { subTeam: 'main', id: toUlid(group) } } };
  expect(await said(writer.DELETE('/sub-teams/{subTeam}/groups/{id}', remove))).toBe('forbidden');
});

test('[R1][K4] the client names its organization by its host as well', async () => {
  const { token } = await newUserToken(owner);
  const here = clientOf(token, { host: hostOf(org.slug) });
  expect((await here.GET('/context')).data?.organization).toEqual({
    id: toUlid(org.id),
    slug: org.slug,
    name: org.name,
  });
  expect((await clientOf(token).GET('/context')).error?.code).toBe('organization_required');
});
