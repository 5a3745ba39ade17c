import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { asAccount } from '../db/as-account';
import type { UserId } from '../db/scope';
import { later } from '../later';
import { log } from '../log';
import { networkOf } from '../tenancy/address.mjs';
import { cookieOptions, deviceCookie } from './cookie';
import { type Counter, counterOf, hashedKey } from './counter';

// A stranger can use up any budget that is counted by somebody's email address. So people who signed in before have a
// budget of their own, by the browser or the network that they did it from. Neither is a right: it decides whose budget
// an attempt is counted in, and nothing else.

const SEEN_SECONDS = 90 * 24 * 60 * 60;
const DEVICE_SECONDS = 365 * 24 * 60 * 60;

/** Whom a request comes from, as far as budgets go. */
export type From = { readonly ip: string; readonly device?: string };
/** `seen`: somebody signed in to the address's account from there before. */
export type Place = { key: string; kind: 'device' | 'network'; seen: boolean };

const marks = (): Counter =>
  counterOf({ keyPrefix: 'seen', points: 1, duration: SEEN_SECONDS }, { failClosed: false });
const markOf = (email: string, place: string) => hashedKey(`seen ${email} ${place}`);
const networkPlace = (ip: string) => `network ${networkOf(ip)}`;
const devicePlace = (device: string) => `device ${device}`;

/** The place that an address is asked for from, and whether somebody signed in to its account from there before. */
export async function placeOf(email: string, { ip, device }: From): Promise<Place> {
  const network = networkPlace(ip);
  if (device && (await isSeen(email, devicePlace(device))))
    return { key: devicePlace(device), kind: 'device', seen: true };
  return { key: network, kind: 'network', seen: await isSeen(email, network) };
}

/** While the marks can't be read, everybody is a stranger. */
async function isSeen(email: string, place: string): Promise<boolean> {
  try {
    return (await marks().get(markOf(email, place))) !== null;
  } catch (error) {
    log.warn('known places can not be read', { error });
    return false;
  }
}

/** Somebody signed in: remembers the browser and the network. In handlers and actions only: it sets a cookie. */
export async function rememberDevice(userId: UserId, { ip, device }: From): Promise<void> {
  const known = device ?? randomBytes(16).toString('base64url');
  (await cookies()).set(deviceCookie(), known, cookieOptions(DEVICE_SECONDS));
  later('known places', async () => {
    const user = await asAccount(userId, (db) => db.user.findFirst({ select: { email: true } }));
    if (!user) return;
    for (const place of [devicePlace(known), networkPlace(ip)])
      await marks().set(markOf(user.email, place), 1, SEEN_SECONDS);
  });
}
