import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Role } from '../access/permissions';
import { secretHash, storedHash } from '../auth/secret';
import { testDatabase } from '../db/testing/database';
import { addMember, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { type Letter, sendLetters } from './invitation-mail';
import { resendInvitations, withdrawInvitations } from './invitations';
import { invite, MOST_INVITES, previewInvites } from './invite';
import { acceptInvitation } from './join';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

const mailbox = await mkdtemp(path.join(os.tmpdir(), 'rowhouse-mail-'));
vi.stubEnv('MAILBOX_DIR', mailbox);

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => Promise.all([db.drop(), rm(mailbox, { recursive: true })]));

const rows = async (sql: string, ...values: unknown[]) => (await db.admin.query(sql, values)).rows;
const invitation = async (id: string) => (await rows('SELECT * FROM invitation WHERE id = $1', id))[0];
const actions = async ({ orgId }: TestOrg) =>
  (await rows('SELECT action, outcome FROM audit_event WHERE org_id = $1 ORDER BY id', orgId)).map(
    ({ action, outcome }) => `${action} ${outcome}`,
  );
const by = (org: TestOrg, who?: { userId: TestOrg['userId'] }, role: Role = 'owner') => ({
  actor: actorIn(org, { ...who, role }),
  request: aRequest(),
});
async function memberOf(org: TestOrg, role: Role) {
  const user = await makeUser(db.admin, `A ${role}`);
  await addMember(db.admin, org.orgId, user.userId, role);
  return user;
}
async function invited(
  org: TestOrg,
  email = `${newId()}@guest.test`,
  role: Role = 'member',
): Promise<Letter> {
  const { letters } = await invite(by(org), { text: email, role });
  return letters[0] as Letter;
}
const expire = (id: string) =>
  rows(`UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE id = $1`, id);
const codes = (outcomes: { done: boolean; code?: string }[]) =>
  outcomes.map(({ done, code }) => (done ? 'done' : code));

describe('inviting', () => {
  test('[M4] stores the hash of a secret of 256 bits, never the secret, for seven days', async () => {
    const org = await makeOrg(db.admin);
    const { id, secret, email } = await invited(org, 'New.Person@Guest.test', 'viewer');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const row = await invitation(id);
    expect(row).toMatchObject({
      email: 'new.person@guest.test',
      role: 'viewer',
      status: 'pending',
      mail: 'queued',
    });
    expect(email).toBe(row.email);
    expect(row.token_hash).toEqual(Buffer.from(storedHash(secret)));
    expect(row.expires_at.getTime() - Date.now()).toBeGreaterThan(7 * 86_400_000 - 60_000);
    expect(row.expires_at.getTime() - Date.now()).toBeLessThanOrEqual(7 * 86_400_000);
    const everything = JSON.stringify(await rows('SELECT * FROM audit_event')) + JSON.stringify(row);
    expect(everything).not.toContain(secret);
    expect(await actions(org)).toEqual(['invitation.created allowed']);
  });

  test('[M4] says of each line what becomes of it, before and after alike', async () => {
    const org = await makeOrg(db.admin);
    const admin = await memberOf(org, 'admin');
    const pending = await invited(org, 'pending@guest.test');
    await expire((await invited(org, 'lapsed@guest.test')).id);
    const text = [
      'one@guest.test',
      'not an address',
      'ONE@guest.test',
      'boss@guest.test,owner',
      'two@guest.test,viewer',
      'three@guest.test,king',
      pending.email,
      'lapsed@guest.test',
      admin.email,
    ].join('\n');
    const { actor, request } = by(org, admin, 'admin');
    const expected = [
      [1, 'ready', 'member'],
      [2, 'malformed', 'member'],
      [3, 'duplicate', 'member'],
      [4, 'role_not_allowed', 'owner'],
      [5, 'ready', 'viewer'],
      [6, 'unknown_role', null],
      [7, 'invited', 'member'],
      [8, 'again', 'member'],
      [9, 'member', 'member'],
    ];
    const told = (lines: { line: number; verdict: string; role: Role | null }[]) =>
      lines.map(({ line, verdict, role }) => [line, verdict, role]);
    const before = await rows('SELECT count(*) FROM invitation');
    expect(told(await previewInvites(actor, { text, role: 'member' }))).toEqual(expected);
    expect(await rows('SELECT count(*) FROM invitation')).toEqual(before);
    const { lines, letters } = await invite({ actor, request }, { text, role: 'member' });
    expect(told(lines)).toEqual(expected);
    expect(letters.map(({ email, role }) => [email, role])).toEqual([
      ['one@guest.test', 'member'],
      ['two@guest.test', 'viewer'],
      ['lapsed@guest.test', 'member'],
    ]);
    const open = await rows(
      `SELECT email FROM invitation WHERE org_id = $1 AND status = 'pending' ORDER BY email`,
      org.orgId,
    );
    expect(open.map(({ email }) => email)).toEqual([
      'lapsed@guest.test',
      'one@guest.test',
      'pending@guest.test',
      'two@guest.test',
    ]);
  });

  test('[M4] takes five hundred at a time, and not one more', async () => {
    const org = await makeOrg(db.admin);
    const some = (n: number) => Array.from({ length: n }, (_, i) => `g${i}@many.test`).join('\n');
    const { letters } = await invite(by(org), { text: some(MOST_INVITES), role: 'viewer' });
    expect(letters).toHaveLength(MOST_INVITES);
    expect(new Set(letters.map(({ secret }) => secret)).size).toBe(MOST_INVITES);
    await expect(invite(by(org), { text: some(MOST_INVITES + 1), role: 'viewer' })).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(invite(by(org), { text: ' \n', role: 'viewer' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('[M4] the same address from two admins at once is invited once', async () => {
    const org = await makeOrg(db.admin);
    const admin = await memberOf(org, 'admin');
    for (let n = 0; n < 10; n++) {
      const input = { text: `race${n}@guest.test`, role: 'member' as const };
      const both = await Promise.all([invite(by(org), input), invite(by(org, admin, 'admin'), input)]);
      expect(both.flatMap(({ lines }) => lines.map(({ verdict }) => verdict)).sort()).toEqual([
        'invited',
        'ready',
      ]);
    }
  });

  test('[M3] whoever lost the role in the meantime invites nobody', async () => {
    const org = await makeOrg(db.admin);
    const demoted = await memberOf(org, 'viewer');
    const input = { text: 'x@guest.test', role: 'member' as const };
    await expect(invite(by(org, demoted, 'admin'), input)).rejects.toMatchObject({ code: 'forbidden' });
    const admin = await memberOf(org, 'admin');
    const { lines } = await invite(by(org, admin, 'owner'), { ...input, role: 'owner' });
    expect(lines).toMatchObject([{ verdict: 'role_not_allowed' }]);
  });
});

describe('the mail', () => {
  test('[M4] carries the link to the root host, and its row says that it left', async () => {
    const org = await makeOrg(db.admin);
    const letter = await invited(org);
    await sendLetters(by(org).actor, [letter]);
    expect((await invitation(letter.id)).mail).toBe('sent');
    const files = await Promise.all(
      (await readdir(mailbox)).map((name) => readFile(path.join(mailbox, name), 'utf8')),
    );
    const mail = files.find((text) => text.includes(letter.email)) ?? '';
    expect(mail).toContain(`/invitation#${letter.secret}`);
  });

  test('[M4] a mail that fails is said so; one that was overtaken by another says nothing', async () => {
    const org = await makeOrg(db.admin);
    const letter = await invited(org, 'overtaken@guest.test');
    const { letters } = await resendInvitations(by(org), [letter.id]);
    await sendLetters(by(org).actor, [letter]);
    expect((await invitation(letter.id)).mail).toBe('queued');
    const broken = { ...(letters[0] as Letter), role: 'no role' as Role };
    await sendLetters(by(org).actor, [broken]);
    expect((await invitation(letter.id)).mail).toBe('failed');
  });
});

describe('resending', () => {
  test('[M4] makes a new link for seven days, and the old one dies', async () => {
    const org = await makeOrg(db.admin);
    const guest = await makeUser(db.admin);
    const old = await invited(org, guest.email);
    await expire(old.id);
    const { outcomes, letters } = await resendInvitations(by(org), [old.id]);
    expect(codes(outcomes)).toEqual(['done']);
    const fresh = letters[0] as Letter;
    expect(fresh.secret).not.toBe(old.secret);
    const person = { ...guest, name: 'Guest', verified: true };
    const accept = (secret: string) => acceptInvitation({ hash: secretHash(secret) }, person, aRequest());
    await expect(accept(old.secret)).rejects.toMatchObject({ code: 'not_found' });
    expect(await accept(fresh.secret)).toMatchObject({ already: false });
    expect(await actions(org)).toContain('invitation.resent allowed');
    expect(codes((await resendInvitations(by(org), [old.id])).outcomes)).toEqual(['invitation_used']);
  });

  test('[M4] at most five times an hour, each by itself', async () => {
    const org = await makeOrg(db.admin);
    const [often, once] = [await invited(org), await invited(org)];
    for (let n = 0; n < 5; n++)
      expect(codes((await resendInvitations(by(org), [often.id])).outcomes)).toEqual(['done']);
    const { outcomes, letters } = await resendInvitations(by(org), [often.id, once.id]);
    expect(codes(outcomes)).toEqual(['rate_limited', 'done']);
    expect(letters.map(({ id }) => id)).toEqual([once.id]);
  });

  test('[M3] an admin neither resends nor withdraws an owner’s invitation', async () => {
    const org = await makeOrg(db.admin);
    const admin = await memberOf(org, 'admin');
    const { id } = await invited(org, undefined, 'owner');
    const before = await invitation(id);
    const as = by(org, admin, 'admin');
    expect(codes((await resendInvitations(as, [id])).outcomes)).toEqual(['forbidden']);
    expect(codes(await withdrawInvitations(as, [id]))).toEqual(['forbidden']);
    expect(await invitation(id)).toEqual(before);
    expect(await actions(org)).toEqual([
      'invitation.created allowed',
      'invitation.resend refused',
      'invitation.revoke refused',
    ]);
  });

  test('[M4] somebody who is a member by now is told apart', async () => {
    const org = await makeOrg(db.admin);
    const guest = await makeUser(db.admin);
    const { id } = await invited(org, guest.email);
    await addMember(db.admin, org.orgId, guest.userId);
    expect(codes((await resendInvitations(by(org), [id])).outcomes)).toEqual(['already_member']);
  });
});

describe('withdrawing', () => {
  test('[M4] kills the link, and makes room for another invitation', async () => {
    const org = await makeOrg(db.admin);
    const guest = await makeUser(db.admin);
    const { id, secret } = await invited(org, guest.email);
    expect(codes(await withdrawInvitations(by(org), [id]))).toEqual(['done']);
    const person = { ...guest, name: 'Guest', verified: true };
    await expect(acceptInvitation({ hash: secretHash(secret) }, person, aRequest())).rejects.toMatchObject({
      code: 'invitation_revoked',
    });
    expect(codes(await withdrawInvitations(by(org), [id]))).toEqual(['invitation_revoked']);
    const { lines } = await invite(by(org), { text: guest.email, role: 'member' });
    expect(lines).toMatchObject([{ verdict: 'ready' }]);
  });

  test('[M4] at the same moment as somebody accepts: one of the two, never both', async () => {
    const org = await makeOrg(db.admin);
    for (let n = 0; n < 20; n++) {
      const guest = await makeUser(db.admin);
      const { id, secret } = await invited(org, guest.email);
      const person = { ...guest, name: 'Guest', verified: true };
      const [accepted, withdrawn] = await Promise.allSettled([
        acceptInvitation({ hash: secretHash(secret) }, person, aRequest()),
        withdrawInvitations(by(org), [id]),
      ]);
      const went = withdrawn.status === 'fulfilled' && withdrawn.value[0]?.done === true;
      expect(accepted.status === 'fulfilled').toBe(!went);
      const member = await rows(
        'SELECT 1 FROM membership WHERE org_id = $1 AND user_id = $2',
        org.orgId,
        guest.userId,
      );
      expect(member).toHaveLength(went ? 0 : 1);
      expect((await invitation(id)).status).toBe(went ? 'revoked' : 'accepted');
    }
  });

  test('[T5] an invitation of another org and one that never was are the same, and nothing moves', async () => {
    const [org, other] = [await makeOrg(db.admin), await makeOrg(db.admin)];
    const foreign = await invited(other);
    const before = await invitation(foreign.id);
    const asked = [foreign.id, newId()];
    for (const outcomes of [
      await withdrawInvitations(by(org), asked),
      (await resendInvitations(by(org), asked)).outcomes,
    ]) {
      const [one, two] = outcomes.map((outcome) => JSON.stringify({ ...outcome, id: null }));
      expect(one).toBe(two);
      expect(codes(outcomes)).toEqual(['not_found', 'not_found']);
    }
    expect(await invitation(foreign.id)).toEqual(before);
  });
});
