import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor, TokenActor, UserActor } from '../access/actor';
import type { Role } from '../access/permissions';
import { TOKEN_SCOPES, type TokenScope } from '../access/scopes';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { AppError } from '../errors';
import { toUlid } from '../ids';
import { closeAccount } from './close-account';
import { deleteOrg } from './delete-org';
import { resendInvitations } from './invitations';
import { invite } from './invite';
import { changeRoles, removeMembers } from './member-changes';
import { createOrgToken, rotateOrgToken } from './org-token-changes';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';
import { transferOwnership } from './transfer';
import { createUserToken, rotateUserToken } from './user-tokens';

// Item 3: re-authentication was missing at the second door. The data functions ask for it, whichever surface calls them.

vi.mock('next/server', () => ({ after: () => {} }));

const db = await testDatabase();
const request = aRequest();
let org: TestOrg;
let me: UserActor;
let heir: UserActor;
let second: UserActor;

beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(async () => {
  org = await makeOrg(db.admin);
  me = { ...actorIn(org), email: `${org.userId}@test.example` };
  heir = await someone('member');
  second = await someone('owner');
});

async function someone(role: Role): Promise<UserActor> {
  const who = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, who.userId, role);
  return actorIn(org, { ...who, role });
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
/** As if the person had signed in an hour ago: all that a stolen cookie has. */
const leftOpen = ({ userId }: { userId: string }) =>
  db.admin.query(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE user_id = $1`, [userId]);
const proveNow = ({ userId }: { userId: string }) =>
  db.admin.query('UPDATE session SET proved_at = now() WHERE user_id = $1', [userId]);
const owners = async () =>
  (
    await db.admin.query(
      `SELECT user_id FROM membership WHERE org_id = $1 AND role = 'owner' ORDER BY user_id`,
      [org.orgId],
    )
  ).rows.map(({ user_id }) => user_id);
const ownerInvitations = async () =>
  (
    await db.admin.query(
      `SELECT encode(token_hash, 'hex') AS hash FROM invitation WHERE org_id = $1 AND role = 'owner'`,
      [org.orgId],
    )
  ).rows;

/** Everything that creates, changes, or removes an owner, by the functions that every surface calls. */
const ABOUT_OWNERS: [string, (actor: Actor) => Promise<unknown>][] = [
  ['make a member an owner', (actor) => changeRoles({ actor, request }, [heir.userId], 'owner')],
  ['make an owner an admin', (actor) => changeRoles({ actor, request }, [second.userId], 'admin')],
  ['remove an owner', (actor) => removeMembers({ actor, request }, [second.userId])],
  ['invite an owner', (actor) => invite({ actor, request }, { text: 'a@people.example', role: 'owner' })],
  [
    'invite an owner by a column of the text',
    (actor) => invite({ actor, request }, { text: 'email,role\nb@people.example,owner', role: 'viewer' }),
  ],
];
const ofAPerson: [string, (actor: UserActor) => Promise<unknown>][] = [
  ['transfer ownership', (actor) => transferOwnership(actor, { member: toUlid(heir.userId) }, request)],
  ['delete the organization', (actor) => deleteOrg(actor, { slug: org.slug }, request)],
];

describe('a session without a fresh proof', () => {
  test.each([...ABOUT_OWNERS, ...ofAPerson])('[R8][M2] attack 3: can’t %s', async (_, act) => {
    const before = await owners();
    await leftOpen(me);
    expect(await codeOf(act(me))).toBe('sign_in_required');
    await db.admin.query(`UPDATE app_user SET password_hash = 'x' WHERE id = $1`, [me.userId]);
    expect(await codeOf(act(me))).toBe('password_required');
    expect(await owners()).toEqual(before);
    expect(await ownerInvitations()).toEqual([]);
    await proveNow(me);
    expect(await codeOf(act(me))).toBe('done');
  });

  test('[R8][M2] attack 3: can’t resend an owner’s invitation, which starts another week', async () => {
    await invite({ actor: me, request }, { text: 'late@people.example', role: 'owner' });
    const before = await ownerInvitations();
    const { rows } = await db.admin.query('SELECT id FROM invitation WHERE org_id = $1', [org.orgId]);
    await leftOpen(me);
    const again = () => resendInvitations({ actor: me, request }, [rows[0].id]);
    expect(await codeOf(again())).toBe('sign_in_required');
    expect(await ownerInvitations()).toEqual(before);
    await proveNow(me);
    expect(await codeOf(again())).toBe('done');
  });

  test('[R8][M8] attack 3: can’t close the account', async () => {
    const someoneElse = await makeUser(db.admin);
    const person = { ...someoneElse, name: 'Somebody', verified: true };
    await leftOpen(person);
    expect(await codeOf(closeAccount(person, request))).toBe('sign_in_required');
    await proveNow(person);
    expect(await codeOf(closeAccount(person, request))).toBe('done');
  });

  test('[M3] still changes the roles that no owner has or gets', async () => {
    await leftOpen(me);
    expect(await codeOf(changeRoles({ actor: me, request }, [heir.userId], 'admin'))).toBe('done');
    expect(await codeOf(invite({ actor: me, request }, { text: 'c@people.example', role: 'admin' }))).toBe(
      'done',
    );
    expect(await codeOf(removeMembers({ actor: me, request }, [heir.userId]))).toBe('done');
  });
});

describe('a token', () => {
  const WITHOUT = TOKEN_SCOPES.filter((scope) => scope !== 'member.manage_owners');
  const input = (scopes: readonly TokenScope[]) => ({
    name: 'CI',
    scopes: [...scopes],
    lifetime: '30' as const,
  });
  const actorOf = (kind: 'org' | 'user', { id }: { id: string }, scopes: readonly string[]): TokenActor => {
    const { sessionId: _, ...maker } = me;
    return { ...maker, kind: 'token', token: { id, label: 'CI', kind, scopes: new Set(scopes) } };
  };
  const create = (kind: 'org' | 'user', scopes: readonly TokenScope[]) =>
    kind === 'org'
      ? createOrgToken({ actor: me, request }, input(scopes))
      : createUserToken(me, input(scopes), request);

  describe.each(['org', 'user'] as const)('of kind %s', (kind) => {
    test.each(ABOUT_OWNERS)('[R8][M2] attack 3: without the scope can’t %s', async (_, act) => {
      const before = await owners();
      const token = await create(kind, WITHOUT);
      expect(await codeOf(act(actorOf(kind, token, WITHOUT)))).toBe('forbidden');
      expect(await owners()).toEqual(before);
      expect(await ownerInvitations()).toEqual([]);
    });

    test.each(ABOUT_OWNERS)(
      '[R8][M2] attack 3: without a proof at its creation can’t %s; with one it can',
      async (_, act) => {
        const token = await create(kind, TOKEN_SCOPES);
        const table = kind === 'org' ? 'api_token' : 'user_token';
        const age = (at: string) =>
          db.admin.query(`UPDATE ${table} SET proved_at = ${at} WHERE id = $1`, [token.id]);
        await age('NULL');
        expect(await codeOf(act(actorOf(kind, token, TOKEN_SCOPES)))).toBe('forbidden');
        await age('now()');
        expect(await codeOf(act(actorOf(kind, token, TOKEN_SCOPES)))).toBe('done');
      },
    );

    test('[R8][K3] attack 11: is neither created nor replaced by a session without a fresh proof', async () => {
      const { id } = await create(kind, ['org.read']);
      await leftOpen(me);
      expect(await codeOf(create(kind, ['org.read']))).toBe('sign_in_required');
      const replace = () =>
        kind === 'org'
          ? rotateOrgToken({ actor: me, request }, id, '1')
          : rotateUserToken(me, id, '1', request);
      expect(await codeOf(replace())).toBe('sign_in_required');
      await proveNow(me);
      expect(await codeOf(replace())).toBe('done');
    });
  });

  test('[R8][M2] attack 3: neither deletes nor transfers an organization, whatever its scopes', async () => {
    const actor = actorOf('org', await create('org', TOKEN_SCOPES), TOKEN_SCOPES);
    expect(await codeOf(transferOwnership(actor, { member: toUlid(heir.userId) }, request))).toBe(
      'forbidden',
    );
    expect(await codeOf(deleteOrg(actor, { slug: org.slug }, request))).toBe('forbidden');
  });
});
