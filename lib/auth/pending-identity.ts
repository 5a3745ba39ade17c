import { createHmac, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { env, secure } from '../env';
import { cookieOptions } from './cookie';
import { MAIL_TOKEN_MINUTES } from './mail-tokens';

// What a provider said about the person in this browser, while a mailed link decides whether the address is theirs. It
// is kept in the browser and nowhere else: the link proves the address, and the cookie that it was opened by the person
// who came from the provider. So a link that a stranger caused to be sent does nothing.
const name = () => (secure() ? '__Host-rowhouse-provider' : 'rowhouse-provider');

const pending = z.strictObject({
  provider: z.string(),
  iss: z.string(),
  sub: z.string(),
  /** In its stored form. */
  email: z.string(),
  name: z.string(),
  /** In milliseconds. */
  until: z.number(),
});
/** A provider's account that waits for its address to be confirmed. */
export type PendingIdentity = Omit<z.output<typeof pending>, 'until'>;

const sealOf = (text: string) =>
  createHmac('sha256', env().AUTH_SECRET).update(`pending identity\n${text}`).digest();

/** Keeps what the provider said in this browser, for as long as the mailed link is valid. */
export async function keepPending(identity: PendingIdentity): Promise<void> {
  const minutes = MAIL_TOKEN_MINUTES.confirm_identity;
  const data = { ...identity, until: Date.now() + minutes * 60_000 };
  const text = Buffer.from(JSON.stringify(data)).toString('base64url');
  const value = `${text}.${sealOf(text).toString('base64url')}`;
  (await cookies()).set(name(), value, cookieOptions(minutes * 60));
}

/** Returns what this browser keeps; null when that is nothing, was altered, or has expired. */
export async function readPending(): Promise<PendingIdentity | null> {
  const [text = '', seal = ''] = ((await cookies()).get(name())?.value ?? '').split('.');
  const [given, right] = [Buffer.from(seal, 'base64url'), sealOf(text)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const read = pending.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  if (!read.success || read.data.until <= Date.now()) return null;
  const { until: _, ...identity } = read.data;
  return identity;
}

/** Forgets it: the link was opened. */
export const forgetPending = async (): Promise<void> =>
  void (await cookies()).set(name(), '', cookieOptions(0));
