import { asAccountTx } from '../db/as-account';
import { askAuthGate } from '../db/auth-store';
import type { UserId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { normalEmail } from './email-address';
import { guess } from './limits';
import { takeMailToken } from './mail-tokens';
import { passwordMatches } from './password';
import { type From, placeOf } from './seen-places';

export type Account = { user_id: UserId; name: string; password_hash: string | null; verified: boolean };

/** What signing in needs to know of an address; null when nobody has it. Never tell a client which. */
export async function findAccount(email: string): Promise<Account | null> {
  const [account] = await askAuthGate(sql<Account>`SELECT * FROM sign_in_lookup(${email})`);
  return account ?? null;
}

/**
 * Checks an address and a password. Unknown address, wrong password, an account without one and an address that
 * was not proved yet are the same refusal after the same work. (Were an unproved one let in, or told apart, then
 * signing up and signing in would tell which addresses have an account.)
 * @throws AppError wrong_credentials, rate_limited
 */
export async function signInWithPassword(input: From & { email: string; password: string }): Promise<UserId> {
  const email = normalEmail(input.email) ?? '';
  const place = await placeOf(email, input);
  const account = { 'sign-in:account': { email, place: place.key } };
  // A browser that signed in to this account before has guesses that nobody else on its network can use up.
  const keys = place.kind === 'device' ? account : { 'sign-in:ip': input.ip, ...account };
  return guess(keys, () => matchingAccount(email, input.password));
}

async function matchingAccount(email: string, password: string): Promise<UserId> {
  const account = await findAccount(email);
  const right = await passwordMatches(password, account?.password_hash ?? null);
  if (!account?.verified || !right) throw new AppError('wrong_credentials');
  return account.user_id;
}

/**
 * Signs in by a mailed link, which also proves the address.
 * @throws AppError link_expired, rate_limited
 */
export function signInWithLink(input: { secret: string; ip: string }): Promise<UserId> {
  return guess({ 'secret:ip': input.ip }, async () => {
    const { userId } = await takeMailToken(input.secret, 'sign_in');
    await markVerified(userId, null);
    return userId;
  });
}

/**
 * The address is proved; keeps the first time it was. A password that was chosen before, perhaps by somebody else
 * than who proved the address, is dropped, unless it is `keep`: the hash that was seen to be theirs.
 */
export async function markVerified(userId: UserId, keep: string | null): Promise<void> {
  const now = new Date();
  await asAccountTx(userId, async (db) => {
    if (keep !== null)
      await db.user.updateMany({
        where: { emailVerifiedAt: null, passwordHash: keep },
        data: { emailVerifiedAt: now },
      });
    await db.user.updateMany({
      where: { emailVerifiedAt: null },
      data: { emailVerifiedAt: now, passwordHash: null },
    });
  });
}
