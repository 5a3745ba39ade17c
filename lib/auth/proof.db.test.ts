import { afterAll, beforeAll, expect, test } from 'vitest';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import type { SessionId } from '../db/scope';
import { testDatabase } from '../db/testing/database';
import { insert, makeUser } from '../db/testing/world';
import { newId } from '../ids';
import { hashPassword } from './password';
import { mustBeProved as mustBeProvedIn, prove } from './proof';

const db = await testDatabase();
beforeAll(() => db.useEngine());
afterAll(() => db.drop());

const mustBeProved = (me: Caller) => asUser(me, (user) => mustBeProvedIn(user, me));

const PASSWORD = 'correct horse battery';
async function personWithPassword() {
  const user = await makeUser(db.admin);
  await db.admin.query('UPDATE app_user SET password_hash = $2 WHERE id = $1', [
    user.userId,
    await hashPassword(PASSWORD),
  ]);
  return user;
}
const age = ({ sessionId }: { sessionId: SessionId }, minutes: number) =>
  db.admin.query('UPDATE session SET proved_at = now() - make_interval(mins => $2) WHERE id = $1', [
    sessionId,
    minutes,
  ]);

test('[K2] who signed in within ten minutes has proved who they are; after that the password is asked for', async () => {
  const me = await personWithPassword();
  await mustBeProved(me);
  await age(me, 9);
  await mustBeProved(me);
  await age(me, 11);
  await expect(mustBeProved(me)).rejects.toMatchObject({ code: 'password_required' });
  await prove(me, PASSWORD);
  await mustBeProved(me);
});

test('[K2] a wrong password proves nothing, and guesses are counted', async () => {
  const me = await personWithPassword();
  await age(me, 60);
  await expect(prove(me, 'something else')).rejects.toMatchObject({
    code: 'invalid',
    fields: { password: 'That is not your password.' },
  });
  await expect(mustBeProved(me)).rejects.toMatchObject({ code: 'password_required' });
  const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => prove(me, 'and another')));
  const codes = guesses.map((guess) => guess.status === 'rejected' && guess.reason.code);
  expect(codes).toContain('rate_limited');
  await expect(prove(me, PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' });
});

test('[K2] a proof counts for the session it was given in, not for another device', async () => {
  const me = await personWithPassword();
  const elsewhere = { ...me, sessionId: newId() as SessionId };
  await insert(db.admin, 'session', {
    user_id: me.userId,
    id: elsewhere.sessionId,
    expires_at: new Date(Date.now() + 60_000),
    user_agent: 'test',
    ip: '127.0.0.1',
  });
  await age(me, 60);
  await age(elsewhere, 60);
  await prove(me, PASSWORD);
  await expect(mustBeProved(elsewhere)).rejects.toMatchObject({ code: 'password_required' });
});

test('[K2] who has no password is asked to sign in again; nobody’s session proves anything', async () => {
  const me = await makeUser(db.admin);
  await age(me, 60);
  await expect(mustBeProved(me)).rejects.toMatchObject({ code: 'sign_in_required' });
  await expect(prove(me, '')).rejects.toMatchObject({ code: 'invalid' });
  const other = await makeUser(db.admin);
  await expect(mustBeProved({ ...me, sessionId: other.sessionId })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});
