import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../access/actor';
import { newSecret, secretHash, storedHash } from '../auth/secret';
import { testDatabase } from '../db/testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { acceptInvitation, peekInvitation } from './join';
import { aRequest } from './testing/request';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const personOf = async (name = 'Ida Invited'): Promise<Person> => ({
  ...(await makeUser(db.admin, name)),
  name,
  verified: true,
});

type Terms = { role?: string; status?: string; expiresAt?: Date; by?: string | null };

async function invite(org: TestOrg, email: string, terms: Terms = {}) {
  const {
    role = 'member',
    status = 'pending',
    expiresAt = new Date(Date.now() + 60_000),
    by = org.userId,
  } = terms;
  const [id, secret] = [newId(), newSecret()];
  await insert(db.admin, 'invitation', {
    org_id: org.orgId,
    id,
    email,
    role,
    token_hash: storedHash(secret),
    status,
    pending_email: status === 'pending' ? email : null,
    invited_by_id: by,
    invited_by: 'Ann Lee',
    expires_at: expiresAt,
  });
  return { id, key: { hash: secretHash(secret) } };
}

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const rolesOf = (org: TestOrg, { userId }: Person) =>
  rows('SELECT role FROM membership WHERE org_id = $1 AND user_id = $2', org.orgId, userId);
const statusOf = async (id: string) =>
  (await rows('SELECT status, pending_email FROM invitation WHERE id = $1', id))[0];
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error) => error.code ?? error.message,
  );

describe('accepting', () => {
  test('[M4] makes a member with the invitation’s role, settles it, and both stand in the log', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    const { id, key } = await invite(org, person.email, { role: 'admin' });
    expect(await acceptInvitation(key, person, aRequest())).toEqual({ host: org.slug, already: false });
    expect(await rolesOf(org, person)).toEqual([{ role: 'admin' }]);
    expect(await statusOf(id)).toEqual({ status: 'accepted', pending_email: null });
    const log = await rows(
      'SELECT action, actor_id, after FROM audit_event WHERE org_id = $1 ORDER BY id',
      org.orgId,
    );
    expect(log).toEqual([
      { action: 'invitation.accepted', actor_id: person.userId, after: { role: 'admin' } },
      { action: 'member.joined', actor_id: person.userId, after: { role: 'admin' } },
    ]);
  });

  test('[M4] fifty at once make exactly one membership', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    const { id, key } = await invite(org, person.email);
    const byId = { orgId: org.orgId, invitationId: id };
    const codes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => codeOf(acceptInvitation(i % 2 ? key : byId, person, aRequest()))),
    );
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'invitation_used')).toHaveLength(49);
    expect(await rolesOf(org, person)).toHaveLength(1);
    expect(await rows('SELECT 1 FROM audit_event WHERE org_id = $1', org.orgId)).toHaveLength(2);
  });

  test('[M4] a member who accepts another one stays what they are', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    await addMember(db.admin, org.orgId, person.userId, 'viewer');
    const { id, key } = await invite(org, person.email, { role: 'admin' });
    expect(await acceptInvitation(key, person, aRequest())).toEqual({ host: org.slug, already: true });
    expect(await rolesOf(org, person)).toEqual([{ role: 'viewer' }]);
    expect((await statusOf(id)).status).toBe('accepted');
  });
});

describe('every wrong way is refused with its reason', () => {
  test('[M4] used, withdrawn, late, unknown', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    const past = new Date(Date.now() - 1000);
    const wrong = {
      invitation_used: await invite(org, person.email, { status: 'accepted' }),
      invitation_revoked: await invite(org, person.email, { status: 'revoked' }),
      invitation_expired: await invite(org, person.email, { expiresAt: past }),
      not_found: { key: { hash: secretHash('nobody has this') } },
    };
    for (const [code, { key }] of Object.entries(wrong))
      expect(await codeOf(acceptInvitation(key, person, aRequest()))).toBe(code);
    expect(await rolesOf(org, person)).toEqual([]);
  });

  test('[M4] somebody else is refused, and does not use it up', async () => {
    const [org, person, other] = [await makeOrg(db.admin), await personOf(), await personOf('Otto Other')];
    const { id, key } = await invite(org, person.email);
    expect(await codeOf(acceptInvitation(key, other, aRequest()))).toBe('invitation_other_address');
    const byId = { orgId: org.orgId, invitationId: id };
    expect(await codeOf(acceptInvitation(byId, other, aRequest()))).toBe('not_found');
    expect((await statusOf(id)).status).toBe('pending');
    expect(await codeOf(acceptInvitation(key, person, aRequest()))).toBe('accepted');
  });

  test('[M4] by its id only for an address that was proved', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    await db.admin.query('UPDATE app_user SET email_verified_at = NULL WHERE id = $1', [person.userId]);
    const { id } = await invite(org, person.email);
    expect(await codeOf(acceptInvitation({ orgId: org.orgId, invitationId: id }, person, aRequest()))).toBe(
      'not_found',
    );
  });

  test('[M3][M4] who sent it must still be able to give that role', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    const inviter = await makeUser(db.admin, 'Ann Lee');
    await addMember(db.admin, org.orgId, inviter.userId, 'admin');
    const { id, key } = await invite(org, person.email, { role: 'admin', by: inviter.userId });
    const setRole = (role: string) =>
      db.admin.query('UPDATE membership SET role = $3 WHERE org_id = $1 AND user_id = $2', [
        org.orgId,
        inviter.userId,
        role,
      ]);

    await setRole('member');
    const refused = await acceptInvitation(key, person, aRequest()).catch((error) => error);
    expect(refused).toMatchObject({ code: 'forbidden', message: expect.stringContaining('Ann Lee') });
    await db.admin.query('DELETE FROM membership WHERE org_id = $1 AND user_id = $2', [
      org.orgId,
      inviter.userId,
    ]);
    expect(await codeOf(acceptInvitation(key, person, aRequest()))).toBe('forbidden');
    expect((await statusOf(id)).status).toBe('pending');
    await addMember(db.admin, org.orgId, inviter.userId, 'admin');
    expect(await codeOf(acceptInvitation(key, person, aRequest()))).toBe('accepted');
  });

  test('[M3] an owner’s invitation sent by an admin makes no owner', async () => {
    const [org, person] = [await makeOrg(db.admin), await personOf()];
    const inviter = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, inviter.userId, 'admin');
    const { key } = await invite(org, person.email, { role: 'owner', by: inviter.userId });
    expect(await codeOf(acceptInvitation(key, person, aRequest()))).toBe('forbidden');
    expect(await rolesOf(org, person)).toEqual([]);
  });
});

test('[M4] whoever holds the secret sees what it offers, and nobody else anything', async () => {
  const org = await makeOrg(db.admin);
  const { key } = await invite(org, 'new.face@test.example');
  expect(await peekInvitation(key.hash)).toMatchObject({
    email: 'new.face@test.example',
    status: 'pending',
    invited_by: 'Ann Lee',
  });
  await expect(peekInvitation(secretHash(newSecret()))).rejects.toMatchObject({ code: 'not_found' });
});
