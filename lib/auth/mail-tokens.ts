import { asAccount } from '../db/as-account';
import { askAuthGate } from '../db/auth-store';
import type { UserId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import { newSecret, secretHash, storedHash } from './secret';

export const MAIL_TOKEN_MINUTES = {
  verify_email: 24 * 60,
  reset_password: 60,
  sign_in: 15,
  confirm_identity: 60,
} as const;
export type MailTokenPurpose = keyof typeof MAIL_TOKEN_MINUTES;

/** Makes the secret of a mailed link. Earlier ones for the same purpose stop working. */
export async function newMailToken(userId: UserId, purpose: MailTokenPurpose): Promise<string> {
  const secret = newSecret();
  const expiresAt = new Date(Date.now() + MAIL_TOKEN_MINUTES[purpose] * 60_000);
  await asAccount(userId, async (db) => {
    await db.mailToken.deleteMany({ where: { purpose } });
    await db.mailToken.create({
      data: { id: newId(), userId, purpose, tokenHash: storedHash(secret), expiresAt },
    });
  });
  return secret;
}

/**
 * Uses up a mailed secret, once.
 * @throws AppError link_expired when it is unknown, used, too old, or for another purpose
 */
export async function takeMailToken(
  secret: string,
  purpose: MailTokenPurpose,
): Promise<{ userId: UserId; email: string }> {
  const [taken] = await askAuthGate(
    sql<{
      user_id: UserId;
      email: string;
    }>`SELECT * FROM take_mail_token(${secretHash(secret)}::bytea, ${purpose})`,
  );
  if (!taken) throw new AppError('link_expired');
  return { userId: taken.user_id, email: taken.email };
}

/** Makes a secret that was just taken good again: what it was for did not happen. */
export async function giveBackMailToken(userId: UserId, secret: string): Promise<void> {
  await asAccount(userId, (db) =>
    db.mailToken.updateMany({
      where: { tokenHash: storedHash(secret) },
      data: { usedAt: null },
    }),
  );
}
