import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, TokenActor, UserActor, WorkspaceActor } from '../access/actor';
import type { ResourceRole } from '../access/grants';
import type { Permission, Role } from '../access/permissions';
import type { WorkspaceId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { fingerprint } from '../db/testing/fingerprint';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { AppError } from '../errors';
import { newId } from '../ids';
import { DESCRIPTIONS } from '../resources/all';
import { relate, relationTo } from '../resources/relate';
import { createRecord, deleteRecords, updateRecord } from '../resources/save';
import {
  assignConversation,
  markRead,
  sendMessage,
  setClosed,
  startConversation,
} from './conversation-changes';
import { resendDead, sendTest } from './deliveries';
import { share, unshare } from './grants';
import { theOnly } from './outcome';
import { changeRelay, createRelay, pauseRelay, removeRelay, rotateRelaySecret } from './relay-changes';
import { addToTeam, removeFromTeam } from './team-members';
import { createTeam } from './teams';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

// A token's scopes bound what grants give its maker: by the data functions, which every door of the product leads to.

const db = await testDatabase();
const request = aRequest();
let org: TestOrg;
let owner: UserActor;
let ada: UserActor;
let ben: UserActor;
let relay: { kind: 'relay'; id: string };
let group: { kind: 'contact_group'; id: string };
let conversation: { kind: 'conversation'; id: string };
let contact: string;

beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
  owner = actorIn(org);
  [ada, ben] = [await someone('viewer'), await someone('viewer')];
  relay = { kind: 'relay', id: (await createRelay(owner, { kind: 'echo', name: 'Carrier' }, request)).id };
  const doer = { actor: inMain(owner), request };
  group = { kind: 'contact_group', id: await createRecord(doer, DESCRIPTIONS.group, { name: 'Friends' }) };
  const first = { relayId: relay.id, address: 'cleo@people.example', name: 'Cleo', text: 'Hello' };
  conversation = { kind: 'conversation', id: (await startConversation(doer.actor, first, request)).id };
  contact = await createRecord(doer, DESCRIPTIONS.contact, { name: 'Cleo' });
});

async function someone(role: Role): Promise<UserActor> {
  const who = await makeUser(db.admin, `Somebody ${newId().slice(-6)}`);
  await addMember(db.admin, org.orgId, who.userId, role);
  return actorIn(org, { ...who, role });
}
/** A token of somebody's, with these scopes. */
const tokenOf = ({ sessionId: _, ...maker }: UserActor, scopes: readonly Permission[]): TokenActor => ({
  ...maker,
  kind: 'token',
  token: { id: newId(), label: 'Test token', kind: 'user', scopes: new Set(scopes) },
});
const inMain = (actor: Actor): WorkspaceActor => ({
  ...actor,
  workspaceId: actor.orgId as unknown as WorkspaceId,
  workspace: { slug: 'main', name: 'Main', main: true, archived: false },
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );

/** Every act on a thing that grants can allow, by the permission that it needs. */
const ACTS: [Permission, (actor: Actor) => Promise<unknown>][] = [
  ['message.send', (actor) => sendMessage(inMain(actor), conversation.id, 'And again')],
  ['message.send', (actor) => markRead(inMain(actor), conversation.id)],
  [
    'conversation.close',
    async (actor) => {
      await setClosed(inMain(actor), conversation.id, true, request);
      await setClosed(inMain(actor), conversation.id, false, request);
    },
  ],
  [
    'conversation.assign',
    (actor) => assignConversation(inMain(actor), conversation.id, { to: null, was: null }, request),
  ],
  ['conversation.share', (actor) => share(doing(actor), conversation, { member: ben.userId }, 'viewer')],
  ['conversation.share', (actor) => unshare(doing(actor), conversation, { member: ben.userId })],
  ['relay.change', (actor) => changeRelay(actor, relay.id, { name: newId() }, request)],
  ['relay.test', (actor) => sendTest(actor, relay.id, request)],
  ['relay.change', (actor) => pauseRelay(actor, relay.id, true, request)],
  ['relay.resend', (actor) => resendDead(actor, { relayId: relay.id }, request)],
  ['relay.rotate', (actor) => rotateRelaySecret(actor, relay.id, request)],
  ['relay.share', (actor) => share({ actor, request }, relay, { member: ben.userId }, 'viewer')],
  ['relay.share', (actor) => unshare({ actor, request }, relay, { member: ben.userId })],
  ['relay.remove', (actor) => removeRelay(actor, relay.id, request)],
  ['group.update', (actor) => updateRecord(doing(actor), DESCRIPTIONS.group, group.id, { name: newId() })],
  [
    'group.update',
    (actor) =>
      relate(doing(actor), DESCRIPTIONS.group, {
        to: relationTo(DESCRIPTIONS.group, 'contact'),
        ids: [group.id],
        other: contact,
        tied: true,
      }),
  ],
  ['group.share', (actor) => share(doing(actor), group, { member: ben.userId }, 'viewer')],
  ['group.share', (actor) => unshare(doing(actor), group, { member: ben.userId })],
  [
    'group.delete',
    async (actor) => theOnly(await deleteRecords(doing(actor), DESCRIPTIONS.group, [group.id])),
  ],
];
const doing = (actor: Actor) => ({ actor: inMain(actor), request });
const EVERY = [...new Set(ACTS.map(([permission]) => permission))];

const give = async (to: { member: string } | { team: string }, role: ResourceRole) => {
  await share({ actor: owner, request }, relay, to, role, 'org');
  await share(doing(owner), group, to, role, 'org');
  await share(doing(owner), conversation, to, role, 'org');
};
/** What came of every act, tried one after another. */
async function tried(actor: Actor) {
  const codes: string[] = [];
  for (const [, act] of ACTS) codes.push(await codeOf(act(actor)));
  return codes;
}
const all = (code: string) => ACTS.map(() => code);
const state = async () => {
  const { audit_event: _, audit_link: __, audit_mark: ___, ...rest } = await fingerprint(db.admin, org.orgId);
  return rest;
};

describe('[K3][G4] scopes bound grants', () => {
  test('an admin of a thing whose token has other scopes can’t change, share or remove it', async () => {
    await give({ member: ada.userId }, 'admin');
    const before = await state();
    for (const scopes of [
      [],
      ['relay.read', 'group.read'],
      ['relay.review', 'group.review', 'contact.delete'],
    ])
      expect(await tried(tokenOf(ada, scopes as Permission[]))).toEqual(all('forbidden'));
    expect(await state()).toEqual(before);
    // They themselves can, and so can a token with the scopes.
    expect(await tried(tokenOf(ada, EVERY))).toEqual(all('ok'));
  });

  test('each scope opens its own acts and no other', async () => {
    await give({ member: ada.userId }, 'owner');
    for (const scope of EVERY) {
      const token = tokenOf(ada, [scope]);
      for (const [permission, act] of ACTS)
        if (permission !== scope)
          expect([scope, permission, await codeOf(act(token))]).toEqual([scope, permission, 'forbidden']);
    }
  });

  test('an owner of the organization gives a token no more than its scopes either', async () => {
    expect(await tried(tokenOf(owner, ['relay.read', 'group.read']))).toEqual(all('forbidden'));
  });

  test('without the scope for it no token makes, changes or removes an owner of a thing, whoever made it', async () => {
    await give({ member: ada.userId }, 'owner');
    for (const maker of [owner, ada]) {
      const token = tokenOf(maker, EVERY);
      for (const target of [relay, group, conversation]) {
        const by = { actor: inMain(token), request };
        expect(await codeOf(share(by, target, { member: ben.userId }, 'owner'))).toBe('forbidden');
        expect(await codeOf(share(by, target, { member: ada.userId }, 'viewer', 'org'))).toBe('forbidden');
        expect(await codeOf(unshare(by, target, { member: ada.userId }, 'org'))).toBe('forbidden');
        expect(await codeOf(share(by, target, { member: ben.userId }, 'admin'))).toBe('ok');
        // They themselves can, and so can a token that says so.
        const self = { actor: inMain(maker), request };
        const handing = tokenOf(maker, [...EVERY, 'relay.hand_on', 'group.hand_on', 'conversation.hand_on']);
        expect(
          await codeOf(share({ actor: inMain(handing), request }, target, { member: ben.userId }, 'owner')),
        ).toBe('ok');
        expect(await codeOf(share(self, target, { member: ben.userId }, 'admin'))).toBe('ok');
        expect(await codeOf(share(self, target, { member: ben.userId }, 'owner'))).toBe('ok');
        expect(await codeOf(unshare(by, target, { member: ben.userId }))).toBe('forbidden');
        expect(await codeOf(unshare(self, target, { member: ben.userId }))).toBe('ok');
      }
    }
  });

  test('every scope gives nothing where nothing was granted, and no more than was', async () => {
    expect(await tried(tokenOf(ada, EVERY))).toEqual(all('forbidden'));
    await give({ member: ada.userId }, 'editor');
    const allowed = (permission: Permission) =>
      [
        'relay.change',
        'relay.test',
        'relay.resend',
        'group.update',
        'message.send',
        'conversation.close',
      ].includes(permission);
    expect(await tried(tokenOf(ada, EVERY))).toEqual(
      ACTS.map(([permission]) => (allowed(permission) ? 'ok' : 'forbidden')),
    );
  });
});

test('[K3][G2] a lead’s token without the scope changes nobody in their team', async () => {
  await createTeam({ actor: owner, request }, { name: 'Platform', slug: 'platform' });
  const { rows } = await db.admin.query('SELECT id FROM team WHERE org_id = $1', [org.orgId]);
  await addToTeam({ actor: owner, request }, rows[0].id, [ada.userId], 'lead');
  const add = (actor: Actor) => codeOf(addToTeam({ actor, request }, rows[0].id, [ben.userId], 'member'));
  expect(await add(tokenOf(ada, ['team.read']))).toBe('forbidden');
  expect(await add(tokenOf(owner, ['team.read']))).toBe('forbidden');
  expect(await add(tokenOf(ada, ['team.manage_members']))).toBe('ok');
});

describe('[K3][G4] what a token’s maker loses the token loses', () => {
  const by = () => ({ actor: owner, request });

  test('a grant that was made less, or taken back', async () => {
    await give({ member: ada.userId }, 'admin');
    const token = tokenOf(ada, EVERY);
    await give({ member: ada.userId }, 'viewer');
    expect(await tried(token)).toEqual(all('forbidden'));
    await unshare(by(), relay, { member: ada.userId });
    await unshare(doing(owner), group, { member: ada.userId });
    await unshare(doing(owner), conversation, { member: ada.userId });
    expect(await tried(token)).toEqual(all('forbidden'));
  });

  test('a team’s grant, once they are out of the team', async () => {
    await createTeam(by(), { name: 'Platform', slug: 'platform' });
    const { rows } = await db.admin.query('SELECT id FROM team WHERE org_id = $1', [org.orgId]);
    await addToTeam(by(), rows[0].id, [ada.userId], 'member');
    await give({ team: rows[0].id }, 'admin');
    const token = tokenOf(ada, EVERY);
    expect(await codeOf(changeRelay(token, relay.id, { name: 'By the team' }, request))).toBe('ok');
    await removeFromTeam(by(), rows[0].id, ada.userId);
    expect(await tried(token)).toEqual(all('forbidden'));
  });

  test('the role in the organization, although the request began with it', async () => {
    const boss = await someone('admin');
    const token = tokenOf(boss, EVERY);
    expect(await codeOf(changeRelay(token, relay.id, { name: 'By the role' }, request))).toBe('ok');
    await db.admin.query(`UPDATE membership SET role = 'viewer' WHERE org_id = $1 AND user_id = $2`, [
      org.orgId,
      boss.userId,
    ]);
    // A relay and sharing are judged by the role of now, what is in a group by the request’s: the next one has the new role.
    for (const [permission, act] of ACTS)
      if (permission.startsWith('relay.') || permission.endsWith('.share'))
        expect([permission, await codeOf(act(token))]).toEqual([permission, 'forbidden']);
    expect(await tried({ ...token, role: 'viewer' })).toEqual(all('forbidden'));
  });

  test('the membership', async () => {
    await give({ member: ada.userId }, 'admin');
    const token = tokenOf(ada, EVERY);
    await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
      org.orgId,
      ada.userId,
    ]);
    expect((await tried(token)).filter((code) => code === 'ok')).toEqual([]);
  });
});
