import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../db/testing/database';
import type { Mail } from '../mail/send';

// Signing up, proving an address, signing in: against the database, with Next's request around it played by hand.
const sent: Mail[] = [];
const cookies = new Map<string, string>();
const afterwards: Promise<unknown>[] = [];
vi.mock('next/server', () => ({ after: (work: () => Promise<unknown>) => afterwards.push(work()) }));
vi.mock('next/headers', () => ({
  cookies: async () => ({ set: (name: string, value: string) => cookies.set(name, value) }),
}));
vi.mock('../mail/send', () => ({ sendMail: async (mail: Mail) => void sent.push(mail) }));
vi.mock('./limits', () => ({ guess: (_keys: unknown, work: () => unknown) => work() }));
vi.mock('./mail-budget', () => ({ spendMail: async () => {} }));
vi.mock('./seen-places', () => ({ placeOf: async () => ({ key: '', kind: 'network', seen: false }) }));

const { signUp, resendSignUpMail } = await import('./sign-up');
const { verifyAddress } = await import('./verify');
const { signInWithLink, signInWithPassword } = await import('./sign-in');
const { mailPasswordReset, mailSignInLink } = await import('./mail-links');
const { resetPassword } = await import('./reset');
const { startSession, listSessions } = await import('./sessions');
const { signUpInvited } = await import('../data/join-as-new');

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());
beforeEach(() => {
  sent.length = 0;
  cookies.clear();
});

const from = { ip: '127.0.0.1', userAgent: 'test' };
const OURS = 'a few words do well';
const THEIRS = 'chosen by a stranger';
let n = 0;
const newAddress = () => `someone-${n++}@test.example`;

async function settled() {
  await Promise.all(afterwards.splice(0));
}
async function signedUp(email: string, password: string) {
  await signUp({ name: 'Some One', email, password, next: '' }, from);
  await settled();
  return { secret: secretIn(sent.at(-1)), proof: cookies.get('rowhouse-sign-up') };
}
const secretIn = (mail?: Mail) => mail?.text.match(/#(\S+)/)?.[1] ?? '';
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'in',
    (error) => error.code ?? error.message,
  );
const withPassword = (email: string, password: string) =>
  codeOf(signInWithPassword({ email, password, ip: from.ip }));
const verify = (secret: string, more: { password?: string; proof?: string } = {}) =>
  codeOf(verifyAddress({ secret, password: '', proof: undefined, ip: from.ip, ...more }));

describe('signing up', () => {
  test('[K1] an address counts once its link was opened where the password was chosen', async () => {
    const email = newAddress();
    const { secret, proof } = await signedUp(email, OURS);
    expect(await withPassword(email, OURS)).toBe('wrong_credentials');
    expect(await verify(secret, { proof })).toBe('in');
    expect(await withPassword(email, OURS)).toBe('in');
    expect(await verify(secret, { proof })).toBe('link_expired');
  });

  test('[K1] in another browser it takes the password, and a wrong one does not use up the link', async () => {
    const email = newAddress();
    const { secret } = await signedUp(email, OURS);
    expect(await verify(secret)).toBe('wrong_credentials');
    expect(await verify(secret, { proof: 'made up' })).toBe('wrong_credentials');
    expect(await verify(secret, { password: 'not the one at all' })).toBe('wrong_credentials');
    expect(await verify(secret, { password: OURS })).toBe('in');
  });

  test('[T2] one account an address, however it is typed, and the last who signs up decides the draft', async () => {
    const email = newAddress();
    await Promise.all([signedUp(email, OURS), signedUp(email, OURS), signedUp(email, OURS)]);
    const { proof, secret } = await signedUp(email, 'another set of words');
    const { rows } = await db.admin.query('SELECT 1 FROM app_user WHERE email = $1', [email]);
    expect(rows).toHaveLength(1);
    expect(await verify(secret, { proof })).toBe('in');
    expect(await withPassword(email, OURS)).toBe('wrong_credentials');
    expect(await withPassword(email.toUpperCase(), 'another set of words')).toBe('in');
  });

  test('[K1] an address that has an account gets another mail, and its account stays as it is', async () => {
    const email = newAddress();
    const { secret, proof } = await signedUp(email, OURS);
    await verify(secret, { proof });
    await signedUp(email, THEIRS);
    expect(sent.at(-1)).toMatchObject({ to: email, subject: 'You already have an account' });
    expect(sent.at(-1)?.text).not.toContain('#');
    expect(await withPassword(email, OURS)).toBe('in');
    expect(await withPassword(email, THEIRS)).toBe('wrong_credentials');
    await resendSignUpMail(email, '', from);
    await settled();
    expect(sent.at(-1)?.subject).toBe('You already have an account');
  });
});

describe('a stranger who signs up with somebody’s address gains nothing', () => {
  test('[K1] when the owner opens the stranger’s link', async () => {
    const email = newAddress();
    const { secret } = await signedUp(email, THEIRS);
    expect(await verify(secret)).toBe('wrong_credentials');
  });

  test('[K1] when the owner signs in by link', async () => {
    const email = newAddress();
    await signedUp(email, THEIRS);
    await mailSignInLink(email, '', from);
    await settled();
    expect(await codeOf(signInWithLink({ secret: secretIn(sent.at(-1)), ip: from.ip }))).toBe('in');
    expect(await withPassword(email, THEIRS)).toBe('wrong_credentials');
  });

  test('[K1] when the owner signed up too, and the stranger was last', async () => {
    const email = newAddress();
    const mine = await signedUp(email, OURS);
    const theirs = await signedUp(email, THEIRS);
    expect(await verify(mine.secret, { proof: mine.proof })).toBe('link_expired');
    expect(await verify(theirs.secret, { proof: mine.proof })).toBe('wrong_credentials');
    expect(await withPassword(email, THEIRS)).toBe('wrong_credentials');
  });

  test('[K1][M4] when the owner accepts an invitation', async () => {
    const email = newAddress();
    await signedUp(email, THEIRS);
    const { makeOrg, insert } = await import('../db/testing/world');
    const { newSecret, storedHash } = await import('./secret');
    const { newId } = await import('../ids');
    const [org, secret] = [await makeOrg(db.admin), newSecret()];
    await insert(db.admin, 'invitation', {
      org_id: org.orgId,
      id: newId(),
      email,
      role: 'member',
      token_hash: storedHash(secret),
      pending_email: email,
      invited_by_id: org.userId,
      invited_by: 'Ann Lee',
      expires_at: new Date(Date.now() + 60_000),
    });
    await signUpInvited({ secret, name: 'The Owner', password: OURS }, from);
    expect(await withPassword(email, THEIRS)).toBe('wrong_credentials');
    expect(await withPassword(email, OURS)).toBe('in');
    expect(await codeOf(signUpInvited({ secret, name: 'Again', password: THEIRS }, from))).toBe('conflict');
  });
});

describe('links by mail', () => {
  test('[K1] work once, of fifty at the same time too, and the newest only', async () => {
    const email = newAddress();
    const { secret, proof } = await signedUp(email, OURS);
    await verify(secret, { proof });
    await mailSignInLink(email, '', from);
    await settled();
    const older = secretIn(sent.at(-1));
    await mailSignInLink(email, '', from);
    await settled();
    const newer = secretIn(sent.at(-1));
    expect(await codeOf(signInWithLink({ secret: older, ip: from.ip }))).toBe('link_expired');
    const codes = await Promise.all(
      Array.from({ length: 50 }, () => codeOf(signInWithLink({ secret: newer, ip: from.ip }))),
    );
    expect(codes.filter((code) => code === 'in')).toHaveLength(1);
  });

  test('[K1] nothing is sent to an address without an account', async () => {
    await mailSignInLink(newAddress(), '', from);
    await mailPasswordReset(newAddress(), '', from);
    await resendSignUpMail(newAddress(), '', from);
    await settled();
    expect(sent).toEqual([]);
  });

  test('[K1] a new password ends every session, and a short one does not cost the link', async () => {
    const email = newAddress();
    const { secret, proof } = await signedUp(email, OURS);
    const userId = await verifyAddress({ secret, password: '', proof, ip: from.ip });
    const standing = async () =>
      (await db.admin.query('SELECT 1 FROM session WHERE user_id = $1 AND revoked_at IS NULL', [userId]))
        .rowCount;
    await startSession(userId, from);
    const sessionId = await startSession(userId, from);
    expect(await listSessions({ userId, sessionId })).toHaveLength(2);
    await mailPasswordReset(email, '', from);
    await settled();
    const reset = secretIn(sent.at(-1));
    expect(await codeOf(resetPassword({ secret: reset, password: 'short', ip: from.ip }))).toBe('invalid');
    expect(await resetPassword({ secret: reset, password: 'quite another one', ip: from.ip })).toBe(userId);
    expect(await standing()).toBe(0);
    await expect(listSessions({ userId, sessionId })).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await withPassword(email, OURS)).toBe('wrong_credentials');
    expect(await withPassword(email, 'quite another one')).toBe('in');
    await settled();
    expect(sent.at(-1)).toMatchObject({ to: email, subject: 'Your password was changed' });
  });

  test('a secret is stored nowhere', async () => {
    const { secret } = await signedUp(newAddress(), OURS);
    const { rows } = await db.admin.query(
      `SELECT 1 FROM mail_token t WHERE t::text LIKE '%' || $1 || '%' OR encode(token_hash, 'base64') LIKE '%' || $1 || '%'`,
      [secret],
    );
    expect(secret).toHaveLength(43);
    expect(rows).toEqual([]);
  });
});
