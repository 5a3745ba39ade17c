import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../ids';
import { askAuthGate } from './auth-store';
import { enterInvitation } from './enter';
import { sql } from './sql';
import { testDatabase } from './testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from './testing/world';

// Secrets that are used up: mailed links, hand-over codes, invitations.

const db = await testDatabase();
let org: TestOrg;
let user: Awaited<ReturnType<typeof makeUser>>;
beforeAll(async () => {
  await db.useEngine({ size: 20 });
  org = await makeOrg(db.admin, 'acme');
  user = await makeUser(db.admin);
  await addMember(db.admin, org.orgId, user.userId);
});
afterAll(() => db.drop());

/** What is stored of what is presented. */
const stored = (hash: Buffer) => createHash('sha256').update(hash).digest();
const later = (ms: number) => new Date(Date.now() + ms);
const atOnce = <T>(n: number, fn: () => Promise<T>) => Promise.all(Array.from({ length: n }, fn));

describe('[K1] a mailed secret', () => {
  const make = async (expires = later(60_000), purpose = 'sign_in') => {
    const hash = randomBytes(32);
    await insert(db.admin, 'mail_token', {
      id: newId(),
      user_id: user.userId,
      purpose,
      token_hash: stored(hash),
      expires_at: expires,
    });
    return hash;
  };
  const take = (hash: Buffer, purpose = 'sign_in') =>
    askAuthGate(
      sql<{ user_id: string; email: string }>`SELECT * FROM take_mail_token(${hash}::bytea, ${purpose})`,
    );

  test('fifty at once: one gets the user, the others nothing', async () => {
    const hash = await make();
    const taken = (await atOnce(50, () => take(hash))).flat();
    expect(taken).toEqual([{ user_id: user.userId, email: user.email }]);
    expect(await take(hash)).toEqual([]);
  });

  test('is nothing too late, for another purpose, or when it never was', async () => {
    expect(await take(await make(later(-1)))).toEqual([]);
    const reset = await make(later(60_000), 'reset_password');
    expect(await take(reset, 'sign_in')).toEqual([]);
    expect(await take(randomBytes(32))).toEqual([]);
    expect(await take(Buffer.alloc(0))).toEqual([]);
    expect(await take(reset, 'reset_password')).toHaveLength(1); // asking wrongly did not use it up
  });
});

describe('[K1] a hand-over code', () => {
  const make = async (change: Record<string, unknown> = {}) => {
    const row = {
      code_hash: randomBytes(32),
      user_id: user.userId,
      session_id: user.sessionId,
      host: 'acme',
      challenge: randomBytes(32),
      expires_at: later(60_000),
      ...change,
    };
    await insert(db.admin, 'handover', { ...row, code_hash: stored(row.code_hash) });
    return row;
  };
  const take = (hash: Buffer, host: string, challenge: Buffer) =>
    askAuthGate(
      sql<{
        user_id: string;
        session_id: string;
      }>`SELECT * FROM take_handover(${hash}::bytea, ${host}, ${challenge}::bytea)`,
    );

  test('fifty at once: one gets the session, the others nothing', async () => {
    const { code_hash, challenge } = await make();
    const taken = (await atOnce(50, () => take(code_hash, 'acme', challenge))).flat();
    expect(taken).toEqual([{ user_id: user.userId, session_id: user.sessionId }]);
  });

  test('is nothing on another host, for another browser, too late, or after signing out', async () => {
    const { code_hash, challenge } = await make();
    expect(await take(code_hash, 'globex', challenge)).toEqual([]);
    expect(await take(code_hash, 'acme', randomBytes(32))).toEqual([]);
    expect(await take(randomBytes(32), 'acme', challenge)).toEqual([]);
    expect(await take(code_hash, 'acme', challenge)).toHaveLength(1);

    const old = await make({ expires_at: later(-1) });
    expect(await take(old.code_hash, 'acme', old.challenge)).toEqual([]);

    const out = await makeUser(db.admin);
    await addMember(db.admin, org.orgId, out.userId);
    const theirs = await make({ user_id: out.userId, session_id: out.sessionId });
    await db.admin.query('UPDATE session SET revoked_at = now() WHERE id = $1', [out.sessionId]);
    expect(await take(theirs.code_hash, 'acme', theirs.challenge)).toEqual([]);
  });
});

describe('[M4] an invitation', () => {
  const invite = async (email: string, change: Record<string, unknown> = {}) => {
    const status = (change.status as string) ?? 'pending';
    const row = {
      org_id: org.orgId,
      id: newId(),
      email,
      role: 'member',
      token_hash: randomBytes(32),
      status,
      pending_email: status === 'pending' ? email : null,
      invited_by: 'owner@test.example',
      expires_at: later(60_000),
      ...change,
    };
    await insert(db.admin, 'invitation', { ...row, token_hash: stored(row.token_hash) });
    return row;
  };
  const by = (hash: Buffer) => ({ hash });

  test('opens its org to the person it was sent to, by its secret or, when their address is proved, by its id', async () => {
    const { id, token_hash } = await invite(user.email);
    const ticket = expect.stringContaining(`.${org.orgId}..${user.userId}.invitation.${user.sessionId}.`);
    const opened = { orgId: org.orgId, userId: user.userId, ticket, invitationId: id };
    expect(await enterInvitation(by(token_hash), user)).toEqual(opened);
    expect(await enterInvitation({ orgId: org.orgId, invitationId: id }, user)).toEqual(opened);
  });

  test('to nobody else, and says why', async () => {
    const guest = await makeUser(db.admin);
    const other = await makeUser(db.admin);
    const code = (promise: Promise<unknown>) =>
      promise.then(
        () => 'in',
        (e) => e.code,
      );
    const { id, token_hash } = await invite(guest.email);
    expect(await code(enterInvitation(by(token_hash), other))).toBe('invitation_other_address');
    expect(await code(enterInvitation({ orgId: org.orgId, invitationId: id }, other))).toBe('not_found');
    expect(await code(enterInvitation(by(randomBytes(32)), guest))).toBe('not_found');
    expect(await code(enterInvitation({ orgId: newId(), invitationId: id }, guest))).toBe('not_found');
    expect(await code(enterInvitation(by(token_hash), { ...guest, sessionId: other.sessionId }))).toBe(
      'unauthenticated',
    );
    await db.admin.query('UPDATE app_user SET email_verified_at = NULL WHERE id = $1', [guest.userId]);
    expect(await code(enterInvitation({ orgId: org.orgId, invitationId: id }, guest))).toBe('not_found');
    expect(await code(enterInvitation(by(token_hash), guest))).toBe('in'); // the secret itself is the proof
  });

  test.each([
    ['accepted', { status: 'accepted' }, 'invitation_used'],
    ['revoked', { status: 'revoked' }, 'invitation_revoked'],
    ['expired', { expires_at: new Date(0) }, 'invitation_expired'],
  ])('that is %s is refused with that reason', async (_, change, code) => {
    const guest = await makeUser(db.admin);
    const { token_hash } = await invite(guest.email, change);
    await expect(enterInvitation(by(token_hash), guest)).rejects.toMatchObject({ code });
  });
});
