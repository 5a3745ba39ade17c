import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, UserActor, WorkspaceActor } from '../access/actor';
import { standing } from '../access/compose';
import { RESOURCE_ROLES, type ResourceRole } from '../access/grants';
import type { Role } from '../access/permissions';
import type { WorkspaceId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { fingerprint } from '../db/testing/fingerprint';
import { probe } from '../db/testing/probe';
import {
  addMember,
  insert,
  makeOrg,
  makeSubTeams,
  makeUser,
  subTeamIds,
  type TestOrg,
} from '../db/testing/world';
import { AppError } from '../errors';
import { newId } from '../ids';
import { DESCRIPTIONS } from '../resources/all';
import { relate, relationTo } from '../resources/relate';
import { createRecord, deleteRecords, updateRecord } from '../resources/save';
import { strongestOf } from './granted';
import { type Grantee, share, unshare } from './grants';
import { removeMembers } from './member-changes';
import { lossesOf } from './offboard';
import { changeRelay, createRelay, removeRelay, rotateRelaySecret } from './relay-changes';
import { addToTeam, removeFromTeam } from './team-members';
import { createTeam, deleteTeam } from './teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const db = await testDatabase();
const request = aRequest();
let org: TestOrg;
let other: TestOrg;
let owner: UserActor;
let relay: { kind: 'relay'; id: string };
let group: { kind: 'contact_group'; id: string };

beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
  owner = actorIn(org);
  relay = { kind: 'relay', id: await newRelay(org) };
  group = { kind: 'contact_group', id: await newGroup() };
});

const by = (actor: Actor = owner) => ({ actor, request });
const newRelay = async (at: TestOrg, name = newId()) =>
  (await createRelay(actorIn(at), { kind: 'echo', name }, request)).id;
async function newGroup(workspace: string = org.orgId, at = org): Promise<string> {
  const id = newId();
  await insert(db.admin, 'contact_group', {
    org_id: at.orgId,
    workspace_id: workspace,
    id,
    name: `Group ${id}`,
  });
  return id;
}
async function someone(role: Role = 'member', at = org): Promise<UserActor> {
  const who = await makeUser(db.admin, `Somebody ${newId().slice(-6)}`);
  await addMember(db.admin, at.orgId, who.userId, role);
  return actorIn(at, { ...who, role });
}
async function team(...members: Actor[]): Promise<string> {
  const slug = `team-${newId().slice(-12)}`;
  await createTeam(by(), { name: slug, slug });
  const { rows } = await db.admin.query('SELECT id FROM team WHERE slug = $1', [slug]);
  if (members.length)
    await addToTeam(
      by(),
      rows[0].id,
      members.map(({ userId }) => userId),
      'member',
    );
  return rows[0].id;
}
/** In a workspace: the main one, or a sub-team. */
const at = (actor: Actor, workspace: string = actor.orgId): WorkspaceActor => ({
  ...actor,
  workspaceId: workspace as WorkspaceId,
  workspace: { slug: 'main', name: 'Main', main: workspace === actor.orgId, archived: false },
});
const to = ({ userId }: Actor): Grantee => ({ member: userId });
const grants = async (id: string) =>
  (
    await db.admin.query(
      'SELECT user_id, team_id, role FROM access_grant WHERE resource_id = $1 ORDER BY role',
      [id],
    )
  ).rows;
const events = async (action: string) =>
  (await db.admin.query('SELECT 1 FROM audit_event WHERE org_id = $1 AND action = $2', [org.orgId, action]))
    .rowCount;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
const rename = (actor: Actor, id = group.id, workspace?: string) =>
  codeOf(
    updateRecord({ actor: at(actor, workspace), request }, DESCRIPTIONS.group, id, {
      name: `New ${newId()}`,
    }),
  );

describe('[G3] a grant', () => {
  test('[T6] whose member or team is of another organization is refused by the database', async () => {
    const theirTeam = newId();
    await insert(db.admin, 'team', { org_id: other.orgId, id: theirTeam, slug: 'theirs', name: 'Theirs' });
    const theirRelay = await newRelay(other);
    const of = (more: object) => {
      const { id: resource_id, kind } = relay;
      return { org_id: org.orgId, id: newId(), kind, resource_id, role: 'viewer', granted_by: 'x', ...more };
    };
    const rows = [
      of({ user_id: other.userId }),
      of({ team_id: theirTeam }),
      of({ user_id: org.userId, resource_id: theirRelay }),
      of({ user_id: org.userId, kind: 'contact_group' }),
    ];
    const app = await db.app();
    for (const one of rows) {
      await expect(insert(db.admin, 'access_grant', one)).rejects.toMatchObject({ code: '23503' });
      const text = `INSERT INTO access_grant (${Object.keys(one)}) VALUES (${Object.keys(one).map((_, i) => `$${i + 1}`)})`;
      expect(await probe(app, { 'app.org_id': org.orgId }, text, Object.values(one))).toEqual({
        state: '23503',
      });
    }
    for (const bad of [
      of({}),
      of({ user_id: org.userId, team_id: theirTeam }),
      of({ user_id: org.userId, role: 'god' }),
    ])
      await expect(insert(db.admin, 'access_grant', bad)).rejects.toMatchObject({ code: '23514' });
    for (const who of [{ member: other.userId }, { team: theirTeam }, { member: newId() }, { team: newId() }])
      expect(await codeOf(share(by(), relay, who, 'viewer'))).toBe('not_found');
  });

  test('is given, changed and taken back, each in the audit log', async () => {
    const who = await someone();
    await share(by(), relay, to(who), 'viewer');
    await share(by(), relay, to(who), 'editor');
    await share(by(), relay, to(who), 'editor');
    expect(await grants(relay.id)).toMatchObject([{ user_id: who.userId, role: 'editor' }]);
    await unshare(by(), relay, to(who));
    expect(await grants(relay.id)).toEqual([]);
    for (const action of ['access.granted', 'access.changed', 'access.revoked'])
      expect(await events(action)).toBe(1);
  });

  test('goes with the resource, with the member and with the team, and with nothing else', async () => {
    const who = await someone();
    const some = await team(who);
    const second = { kind: 'relay', id: await newRelay(org) } as const;
    for (const thing of [relay, second]) {
      await share(by(), thing, to(who), 'viewer');
      await share(by(), thing, { team: some }, 'editor');
    }
    await removeRelay(owner, second.id, request);
    expect(await grants(second.id)).toEqual([]);
    expect(await grants(relay.id)).toHaveLength(2);
    await deleteTeam(by(), some);
    expect(await grants(relay.id)).toMatchObject([{ user_id: who.userId }]);
    await removeMembers(by(), [who.userId]);
    expect(await grants(relay.id)).toEqual([]);
    await share({ actor: at(owner), request }, group, to(await someone()), 'viewer');
    await deleteRecords({ actor: at(owner), request }, DESCRIPTIONS.group, [group.id]);
    expect(await grants(group.id)).toEqual([]);
    expect((await db.admin.query('SELECT 1 FROM grantable WHERE id = $1', [group.id])).rowCount).toBe(0);
  });

  test('what can be shared is kept by triggers: the app itself can’t say that something is', async () => {
    const app = await db.app();
    const made = await probe(
      app,
      { 'app.org_id': org.orgId },
      'INSERT INTO grantable (org_id, kind, id) VALUES ($1, $2, $3)',
      [org.orgId, 'relay', newId()],
    );
    expect(made).toEqual({ state: '42501' });
  });
});

describe('[G4] a grant does', () => {
  test('a viewer of the organization with an editor’s grant on a group changes that group, and no other', async () => {
    const who = await someone('viewer');
    const second = await newGroup();
    expect(await rename(who)).toBe('forbidden');
    await share({ actor: at(owner), request }, group, to(who), 'editor');
    expect(await rename(who)).toBe('ok');
    expect(await rename(who, second)).toBe('forbidden');
    const removed = await deleteRecords({ actor: at(who), request }, DESCRIPTIONS.group, [group.id, second]);
    expect(removed).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
    await share({ actor: at(owner), request }, group, to(who), 'admin');
    const after = await deleteRecords({ actor: at(who), request }, DESCRIPTIONS.group, [group.id, second]);
    expect(after).toMatchObject([{ done: true }, { code: 'forbidden' }]);
  });

  test('an editor puts contacts into that group, by its own page alone', async () => {
    const who = await someone('viewer');
    const contact = await createRecord({ actor: at(owner), request }, DESCRIPTIONS.contact, { name: 'Ada' });
    const tie = (actor: Actor) =>
      codeOf(
        relate({ actor: at(actor), request }, DESCRIPTIONS.group, {
          to: relationTo(DESCRIPTIONS.group, 'contact'),
          ids: [group.id],
          other: contact,
          tied: true,
        }),
      );
    expect(await tie(who)).toBe('forbidden');
    await share({ actor: at(owner), request }, group, to(who), 'editor');
    expect(await tie(who)).toBe('ok');
    const asContact = relate({ actor: at(who), request }, DESCRIPTIONS.contact, {
      to: relationTo(DESCRIPTIONS.contact, 'group'),
      ids: [contact],
      other: group.id,
      tied: false,
    });
    expect(await codeOf(asContact)).toBe('forbidden');
  });

  test('through a team as by name, and no longer than one is in the team', async () => {
    const who = await someone('viewer');
    const some = await team(who);
    await share(by(), relay, { team: some }, 'editor');
    const change = () => codeOf(changeRelay(who, relay.id, { name: newId() }, request));
    expect(await change()).toBe('ok');
    expect(await codeOf(rotateRelaySecret(who, relay.id, request))).toBe('forbidden');
    await removeFromTeam(by(), some, who.userId);
    expect(await change()).toBe('forbidden');
  });

  test('the most permissive of all ways decides: a viewer’s grant takes nothing from an admin', async () => {
    const admin = await someone('admin');
    const some = await team(admin);
    await share(by(), relay, { team: some }, 'viewer');
    expect(await codeOf(rotateRelaySecret(admin, relay.id, request))).toBe('ok');
  });

  test('[S2] opens no sub-team that one isn’t in, and says nothing in another', async () => {
    await makeSubTeams(db.admin, org.orgId);
    const [first, second] = subTeamIds(org.orgId);
    const inFirst = { kind: 'contact_group', id: await newGroup(first) } as const;
    const who = await someone('viewer');
    await share({ actor: at(owner, first), request }, inFirst, to(who), 'owner');
    // The doors of a workspace are what keeps them out; where they come in otherwise, the row is not there.
    expect(await rename(who, inFirst.id, second)).toBe('not_found');
    expect(await rename(who, inFirst.id)).toBe('not_found');
    const { enterWorkspace } = await import('../db/enter');
    const enter = () => codeOf(enterWorkspace({ host: org.slug }, 'team-0', who, null, []));
    expect(await enter()).toBe('sub_team_forbidden');
    await insert(db.admin, 'sub_team_member', { org_id: org.orgId, sub_team_id: first, user_id: who.userId });
    expect(await enter()).toBe('ok');
    expect(await rename(who, inFirst.id, first)).toBe('ok');
    // Sharing is done where the thing is.
    for (const elsewhere of [second, org.orgId])
      expect(await codeOf(share({ actor: at(owner, elsewhere), request }, inFirst, to(who), 'viewer'))).toBe(
        'not_found',
      );
  });
});

describe('[G3][M3] sharing', () => {
  test('is for those who are admin or owner of the thing, and gives no more than they are', async () => {
    const [editor, admin, who] = [await someone('viewer'), await someone('viewer'), await someone('viewer')];
    await share(by(), relay, to(editor), 'editor');
    await share(by(), relay, to(admin), 'admin');
    expect(await codeOf(share(by(editor), relay, to(who), 'viewer'))).toBe('forbidden');
    expect(await codeOf(share(by(admin), relay, to(who), 'owner'))).toBe('forbidden');
    expect(await codeOf(share(by(admin), relay, to(admin), 'owner'))).toBe('forbidden');
    expect(await codeOf(share(by(admin), relay, to(who), 'admin'))).toBe('ok');
    await share(by(), relay, to(editor), 'owner');
    for (const role of RESOURCE_ROLES.slice(1))
      expect(await codeOf(share(by(admin), relay, to(editor), role, 'org'))).toBe('forbidden');
    expect(await codeOf(unshare(by(admin), relay, to(editor), 'org'))).toBe('forbidden');
  });

  test('the last owner goes only when it is said who is next', async () => {
    const [ada, ben] = [await someone(), await someone()];
    await share(by(), relay, to(ada), 'owner');
    expect(await codeOf(unshare(by(), relay, to(ada)))).toBe('last_owner');
    expect(await codeOf(share(by(), relay, to(ada), 'viewer'))).toBe('last_owner');
    expect(await codeOf(unshare(by(), relay, to(ada), to(ada)))).toBe('invalid');
    expect(await codeOf(share(by(), relay, to(ada), 'viewer', to(ben)))).toBe('ok');
    expect(await grants(relay.id)).toMatchObject([
      { user_id: ben.userId, role: 'owner' },
      { user_id: ada.userId, role: 'viewer' },
    ]);
    expect(await codeOf(unshare(by(), relay, to(ben), 'org'))).toBe('ok');
    expect(await events('access.handed_over')).toBe(1);
  });

  test('[T5] of another organization’s thing is as of one that never was', async () => {
    const theirs = await newRelay(other);
    for (const id of [theirs, newId()])
      expect(await codeOf(share(by(), { kind: 'relay', id }, to(owner), 'viewer'))).toBe('not_found');
  });
});

describe('[M6] offboarding', () => {
  test('shows what is lost and owned, hands that over in the same transaction, and touches nobody else', async () => {
    await makeSubTeams(db.admin, org.orgId);
    const [leaving, heir] = [await someone(), await someone('viewer')];
    const [first] = subTeamIds(org.orgId);
    await insert(db.admin, 'sub_team_member', {
      org_id: org.orgId,
      sub_team_id: first,
      user_id: leaving.userId,
    });
    const some = await team(leaving, heir);
    await addMember(db.admin, other.orgId, leaving.userId, 'admin');
    await insert(db.admin, 'access_grant', {
      ...{ org_id: other.orgId, id: newId(), kind: 'relay', resource_id: await newRelay(other) },
      ...{ user_id: leaving.userId, role: 'owner', granted_by: 'x' },
    });
    const inFirst = { kind: 'contact_group', id: await newGroup(first) } as const;
    await share(by(), relay, to(leaving), 'owner');
    await share(by(), relay, to(heir), 'viewer');
    await share({ actor: at(owner), request }, group, to(leaving), 'editor');
    await share({ actor: at(owner, first), request }, inFirst, to(leaving), 'owner');
    await share({ actor: at(owner, first), request }, inFirst, to(owner), 'owner');
    const told = await lossesOf(owner, leaving.userId);
    expect(told).toMatchObject({
      teams: [expect.any(String)],
      subTeams: ['Team 0'],
      grants: 3,
      ownedCount: 2,
      alone: 1,
    });
    expect(told.owns).toHaveLength(2);

    const before = await fingerprint(db.admin, other.orgId);
    expect(await removeMembers(by(), [leaving.userId], heir.userId)).toMatchObject([{ done: true }]);
    expect(await grants(relay.id)).toEqual([{ user_id: heir.userId, team_id: null, role: 'owner' }]);
    expect((await grants(inFirst.id)).map(({ user_id }) => user_id).sort()).toEqual(
      [heir.userId, org.userId].sort(),
    );
    expect(await grants(group.id)).toEqual([]);
    expect(await events('access.handed_over')).toBe(2);
    const gone = `SELECT 1 FROM team_member WHERE org_id = $1 AND user_id = $2
      UNION ALL SELECT 1 FROM sub_team_member WHERE org_id = $1 AND user_id = $2 UNION ALL SELECT 1 FROM access_grant WHERE org_id = $1 AND user_id = $2`;
    expect((await db.admin.query(gone, [org.orgId, leaving.userId])).rowCount).toBe(0);
    expect((await db.admin.query('SELECT 1 FROM team_member WHERE team_id = $1', [some])).rowCount).toBe(1);
    expect(await fingerprint(db.admin, other.orgId)).toEqual(before);
  });

  test('nobody is removed when the heir goes along, or is no member', async () => {
    const [a, b] = [await someone(), await someone()];
    await share(by(), relay, to(a), 'owner');
    expect(await codeOf(removeMembers(by(), [a.userId, b.userId], b.userId))).toBe('invalid');
    expect(await codeOf(removeMembers(by(), [a.userId], other.userId))).toBe('not_found');
    expect(await grants(relay.id)).toMatchObject([{ user_id: a.userId, role: 'owner' }]);
  });

  test('many at once, without an heir: what they own is left to the organization', async () => {
    const [a, b] = [await someone(), await someone()];
    await share(by(), relay, to(a), 'owner');
    expect(await removeMembers(by(), [a.userId, b.userId])).toMatchObject([{ done: true }, { done: true }]);
    expect(await grants(relay.id)).toEqual([]);
    expect(await codeOf(changeRelay(owner, relay.id, { name: 'Still ours' }, request))).toBe('ok');
  });

  test('two who go and own the same thing, to one heir', async () => {
    const [a, b, heir] = [await someone(), await someone(), await someone()];
    for (const one of [a, b]) await share(by(), relay, to(one), 'owner');
    await removeMembers(by(), [a.userId, b.userId], heir.userId);
    expect(await grants(relay.id)).toMatchObject([{ user_id: heir.userId, role: 'owner' }]);
  });
});

test('[G4] no escalation: whatever people do, nobody ends with more than somebody who could give it gave', async () => {
  const role = fc.constantFrom(...RESOURCE_ROLES);
  const person = fc.nat(4);
  const act = fc.oneof(
    fc.record({ do: fc.constant('share' as const), by: person, on: fc.nat(6), role }),
    fc.record({ do: fc.constant('unshare' as const), by: person, on: fc.nat(6) }),
    fc.record({
      do: fc.constant('join' as const),
      by: person,
      on: person,
      team: fc.nat(1),
      lead: fc.boolean(),
    }),
    fc.record({ do: fc.constant('part' as const), by: person, on: person, team: fc.nat(1) }),
  );
  const ROLES: Role[] = ['viewer', 'viewer', 'member', 'member', 'admin'];
  const rank = (one: ResourceRole | null) => (one ? 5 - RESOURCE_ROLES.indexOf(one) : 0);

  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const people = await Promise.all(ROLES.map((one) => someone(one)));
      const teams = [await team(), await team()];
      const thing = { kind: 'relay', id: await newRelay(org) } as const;
      // Something to begin with: an admin of the thing by name, and a lead whose team edits it.
      await share(by(), thing, to(people[0] as Actor), 'admin');
      await share(by(), thing, { team: teams[0] as string }, 'editor');
      await addToTeam(by(), teams[0] as string, [(people[1] as Actor).userId], 'lead');
      const all = async (): Promise<(ResourceRole | null)[]> => {
        const { rows } = await db.admin.query<{ id: string; role: ResourceRole }>(
          `SELECT g.user_id AS id, g.role FROM access_grant g WHERE g.resource_id = $1 AND g.user_id IS NOT NULL
            UNION ALL SELECT c.user_id, g.role FROM access_grant g JOIN team_member c ON c.team_id = g.team_id WHERE g.resource_id = $1`,
          [thing.id],
        );
        const strongest = strongestOf(rows);
        return people.map((who) => standing('relay', who.role, strongest.get(who.userId) ?? null));
      };
      for (const one of acts) {
        const actor = people[one.by] as Actor;
        const before = await all();
        const grantee = (on: number): Grantee =>
          on < 5 ? to(people[on] as Actor) : { team: teams[on - 5] as string };
        const inTeam = 'team' in one ? (teams[one.team] as string) : '';
        await codeOf(
          one.do === 'share'
            ? share(by(actor), thing, grantee(one.on), one.role, 'org')
            : one.do === 'unshare'
              ? unshare(by(actor), thing, grantee(one.on), 'org')
              : one.do === 'join'
                ? addToTeam(
                    by(actor),
                    inTeam,
                    [(people[one.on] as Actor).userId],
                    one.lead ? 'lead' : 'member',
                  )
                : removeFromTeam(by(actor), inTeam, (people[one.on] as Actor).userId),
        );
        const after = await all();
        // Whoever gained has no more now than the one who acted had.
        for (const [i, is] of after.entries())
          if (rank(is) > rank(before[i] ?? null))
            expect([one, rank(is) <= rank(before[one.by] ?? null)]).toEqual([one, true]);
      }
    }),
    { numRuns: 12 },
  );
}, 180_000);
