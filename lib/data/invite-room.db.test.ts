import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newSecret, secretHash, storedHash } from '../auth/secret';
import { testDatabase } from '../db/testing/database';
import { addMember, insert, makeOrg, makeUser, type TestOrg } from '../db/testing/world';
import { newId } from '../ids';
import { invite, previewInvites } from './invite';
import { acceptInvitation } from './join';
import { signUpInvited } from './join-as-new';
import { actorIn } from './testing/actor';
import { aRequest } from './testing/request';

vi.stubEnv('AUTH_SECRET', 'a secret of at least thirty-two characters');
const db = await testDatabase();
beforeAll(async () => {
  vi.stubEnv('APP_DATABASE_URL', db.appUrl);
  await db.useEngine();
});
afterAll(() => db.drop());

/** An org of two with room for so many in all, and its owner as an action gets them. */
async function orgOf(members: number) {
  const org = await makeOrg(db.admin);
  await addMember(db.admin, org.orgId, (await makeUser(db.admin)).userId);
  await db.admin.query('UPDATE org SET limits = $2 WHERE id = $1', [org.orgId, { members }]);
  const actor = actorIn(org);
  return { org, actor: { ...actor, limits: { ...actor.limits, members } } };
}

async function pending({ orgId, userId }: TestOrg, email: string, days = 7) {
  const secret = newSecret();
  await insert(db.admin, 'invitation', {
    org_id: orgId,
    id: newId(),
    email,
    role: 'member',
    token_hash: storedHash(secret),
    pending_email: email,
    invited_by_id: userId,
    invited_by: 'Ann Lee',
    expires_at: new Date(Date.now() + days * 86_400_000),
  });
  return secret;
}

const address = () => `${newId()}@new.example`;
const verdicts = (lines: { verdict: string }[]) => lines.map(({ verdict }) => verdict);

describe('[L3] inviting keeps a place for everybody who is invited', () => {
  test('members and open invitations count; what does not fit is told line by line, and nothing else is sent', async () => {
    const { org, actor } = await orgOf(5);
    await pending(org, address());
    const text = [address(), 'no address', address(), address()].join('\n');
    const preview = await previewInvites(actor, { text, role: 'member' });
    expect(verdicts(preview)).toEqual(['ready', 'malformed', 'ready', 'no_room']);
    expect(preview[3]?.why).toBe(
      '2 of 5 members and 1 open invitation: no place is left. Remove somebody or change the plan.',
    );
    const { lines, letters } = await invite({ actor, request: aRequest() }, { text, role: 'member' });
    expect(verdicts(lines)).toEqual(verdicts(preview));
    expect(letters).toHaveLength(2);
    const { rows } = await db.admin.query(
      `SELECT count(*)::int AS n FROM invitation WHERE org_id = $1 AND status = 'pending'`,
      [org.orgId],
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  test('an invitation that lapsed keeps no place, and takes one when it is sent again', async () => {
    const { org, actor } = await orgOf(3);
    const lapsed = address();
    await pending(org, lapsed, -1);
    const text = `${lapsed}\n${address()}`;
    expect(verdicts(await previewInvites(actor, { text, role: 'member' }))).toEqual(['again', 'no_room']);
  });

  test('two who invite at the same moment share what is left', async () => {
    const { org, actor } = await orgOf(7);
    const text = () => Array.from({ length: 4 }, address).join('\n');
    const all = await Promise.all(
      [text(), text()].map((one) => invite({ actor, request: aRequest() }, { text: one, role: 'member' })),
    );
    expect(all.flatMap(({ letters }) => letters)).toHaveLength(5);
    expect(org.orgId).toBeTruthy();
  });
});

describe('[L3] joining an organization that is full', () => {
  test('is refused with what to do, and the invitation stays as it was', async () => {
    const { org } = await orgOf(2);
    const user = await makeUser(db.admin);
    const secret = await pending(org, user.email);
    const join = acceptInvitation(
      { hash: secretHash(secret) },
      { ...user, name: 'Nora', verified: true },
      aRequest(),
    );
    await expect(join).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: `${org.slug} has 2 of 2 members. Ask one of its admins to make room, then open the invitation again.`,
    });
    const { rows } = await db.admin.query('SELECT status FROM invitation WHERE org_id = $1', [org.orgId]);
    expect(rows).toEqual([{ status: 'pending' }]);
  });

  test('a member who opens another invitation stays one', async () => {
    const { org, actor } = await orgOf(2);
    const { rows } = await db.admin.query('SELECT email FROM app_user WHERE id = $1', [actor.userId]);
    const secret = await pending(org, rows[0].email);
    const person = { ...org, email: rows[0].email, name: 'Olga', verified: true };
    expect(await acceptInvitation({ hash: secretHash(secret) }, person, aRequest())).toMatchObject({
      already: true,
    });
  });

  test('nobody makes an account for nothing', async () => {
    const { org } = await orgOf(2);
    const email = address();
    const secret = await pending(org, email);
    const made = signUpInvited(
      { secret, name: 'Nora', password: 'a few words do well' },
      { ip: '127.0.0.1' },
    );
    await expect(made).rejects.toMatchObject({ code: 'quota_exceeded' });
    const { rows } = await db.admin.query('SELECT 1 FROM app_user WHERE email = $1', [email]);
    expect(rows).toEqual([]);
  });
});
