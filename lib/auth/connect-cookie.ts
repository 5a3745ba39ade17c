import { createHmac, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { asUser } from '../db/as-user';
import type { Caller } from '../db/enter';
import { env, secure } from '../env';
import { cookieOptions } from './cookie';
import { mustBeProved } from './proof';

// Who asked to connect a provider, in this browser and just now: without this, coming back from a provider signs in, and
// connects nothing. Nobody can make somebody else's browser connect an account to theirs.
/** How long the way to a provider and back may take. */
export const CONNECT_MINUTES = 10;
const name = () => (secure() ? '__Host-rowhouse-connect' : 'rowhouse-connect');

const sealOf = (text: string) =>
  createHmac('sha256', env().AUTH_SECRET).update(`connect\n${text}`).digest('base64url');
const textOf = ({ userId, sessionId }: Caller, provider: string, until: number) =>
  [userId, sessionId, provider, until].join('\n');

/**
 * Notes that this session wants to connect this provider. That gives lasting access, so it needs a fresh proof.
 * @throws AppError password_required, sign_in_required
 */
export async function noteConnect(caller: Caller, provider: string): Promise<void> {
  await asUser(caller, (db) => mustBeProved(db, caller));
  const until = Date.now() + CONNECT_MINUTES * 60_000;
  const value = `${until}.${sealOf(textOf(caller, provider, until))}`;
  (await cookies()).set(name(), value, cookieOptions(CONNECT_MINUTES * 60));
}

/** Whether this session asked to connect this provider. Asked once: the note is gone afterwards. */
export async function takeConnect(caller: Caller, provider: string): Promise<boolean> {
  const jar = await cookies();
  const [until = '', seal = ''] = (jar.get(name())?.value ?? '').split('.');
  if (!seal) return false;
  jar.set(name(), '', cookieOptions(0));
  const right = Buffer.from(sealOf(textOf(caller, provider, Number(until))));
  const given = Buffer.from(seal);
  return Number(until) > Date.now() && given.length === right.length && timingSafeEqual(given, right);
}
