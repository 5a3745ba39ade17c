import { RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors';
import { log } from '../log';
import { networkOf } from '../tenancy/address.mjs';
import { type Counter, counterOf, hashedKey } from './counter';

/**
 * Points in seconds, by what is attempted. A key is one client's network (`…:ip`, by the /64 for IPv6), or something that
 * no stranger can use up for somebody else: an account seen from one place, a session, an organization.
 */
const LIMITS = {
  'sign-in:account': { points: 10, duration: 15 * 60 },
  'sign-in:ip': { points: 100, duration: 15 * 60 },
  'sign-up:ip': { points: 30, duration: 60 * 60 },
  /** One address, asked for from one place. */
  'mail:account': { points: 5, duration: 60 * 60 },
  /** One address, asked for from all places that it isn't known from: what a mail bomb may send. */
  'mail:address': { points: 30, duration: 60 * 60 },
  'mail:ip': { points: 50, duration: 60 * 60 },
  'secret:ip': { points: 60, duration: 15 * 60 },
  'password:session': { points: 10, duration: 15 * 60 },
  'password:user': { points: 10, duration: 15 * 60 },
  'slug:user': { points: 300, duration: 10 * 60 },
  'new-org:user': { points: 50, duration: 24 * 60 * 60 },
  'invite:org': { points: 2000, duration: 24 * 60 * 60 },
  'audit-verify:org': { points: 30, duration: 10 * 60 },
  'brand:org': { points: 120, duration: 60 * 60 },
  'resend:invitation': { points: 5, duration: 60 * 60 },
  'message:org': { points: 6000, duration: 60 },
  'relay-test:org': { points: 60, duration: 10 * 60 },
  'relay-in:relay': { points: 6000, duration: 60 },
  'domain-add:org': { points: 60, duration: 60 * 60 },
  'domain-check:org': { points: 60, duration: 10 * 60 },
} as const;
export type Limit = keyof typeof LIMITS;

/** An account's address, and the place (lib/auth/seen-places.ts) that somebody asks for it from. */
export type FromPlace = { readonly email: string; readonly place: string };
type Keys = { [L in Limit]?: L extends `${string}:account` ? FromPlace : string };

/** What is a guess at a secret. When the store can't count guesses, none is let in. */
const GUESSES: readonly Limit[] = [
  'sign-in:account',
  'sign-in:ip',
  'sign-up:ip',
  'secret:ip',
  'password:session',
  'password:user',
];

const limiter = (name: Limit): Counter =>
  counterOf({ keyPrefix: name, ...LIMITS[name] }, { failClosed: GUESSES.includes(name) });

/** A key as it is counted: the one place where an address becomes its network. */
function textOf(name: Limit, value: string | FromPlace): string {
  if (typeof value !== 'string') return `${value.email} ${value.place}`;
  return name.endsWith(':ip') ? networkOf(value) : value;
}

/** A point that was drawn, and until when it counts. */
type Drawn = { name: Limit; key: string; until: number };

/**
 * Counts one attempt (or `points`) under each limit. For a guess at a secret use `guess`.
 * @throws AppError rate_limited with the seconds to wait; unavailable when a guess can't be counted
 */
export async function attempt(keys: Keys, points = 1): Promise<void> {
  await draw(keys, points);
}

/**
 * Counts a guess at a secret under each limit, then runs `work`, which throws when the guess was wrong. A right one gives
 * its own points back, and no others: an office behind one address signs in all morning, and whoever guesses there
 * gains nothing by it.
 * @throws AppError rate_limited, unavailable, and what `work` throws
 */
export async function guess<T>(keys: Keys, work: () => Promise<T>): Promise<T> {
  const drawn = await draw(keys, 1);
  const result = await work();
  for (const { name, key, until } of drawn) {
    // In the next window it would be a point of somebody else.
    if (until > Date.now()) await ifItCan(() => limiter(name).reward(key, 1));
  }
  return result;
}

async function draw(keys: Keys, points: number): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const [name, value] of Object.entries(keys) as [Limit, string | FromPlace][]) {
    const key = hashedKey(textOf(name, value));
    try {
      const { msBeforeNext } = await limiter(name).consume(key, points);
      drawn.push({ name, key, until: Date.now() + msBeforeNext });
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes))
        throw new AppError('unavailable', { detail: String(refusal), message: UNCOUNTED, retryAfter: 5 });
      const retryAfter = Math.ceil(refusal.msBeforeNext / 1000);
      log.warn('rate limited', { limit: name, retryAfter });
      throw new AppError('rate_limited', { message: tooMany(retryAfter), retryAfter });
    }
  }
  return drawn;
}

/** A right guess stays counted when the counters are just going away: no reason to refuse it. */
async function ifItCan(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error) => log.warn('an attempt stays counted', { error }));
}

const UNCOUNTED = 'This can’t be checked right now, and nothing was changed. Try again in a moment.';

function tooMany(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}
