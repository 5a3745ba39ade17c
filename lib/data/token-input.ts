import { z } from 'zod';
import { TOKEN_SCOPES } from '../access/scopes';
import { storedTokenHash } from '../auth/api-token.mjs';

// What both kinds of tokens have in common: names, scopes, lifetimes.

/** How long a token can be valid, in days. The console proposes 30; only a person who chooses it gets one without an end. */
export const LIFETIMES = { '7': 7, '30': 30, '90': 90, '365': 365, never: null } as const;
export type Lifetime = keyof typeof LIFETIMES;

/** For how long the token before still counts after it was replaced, in hours; at most seven days. */
export const OVERLAPS = { '0': 0, '1': 1, '24': 24, '72': 72, '168': 168 } as const;
export type Overlap = keyof typeof OVERLAPS;

export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.'),
  scopes: z
    .array(z.enum(TOKEN_SCOPES))
    .min(1, 'Choose at least one scope.')
    .max(TOKEN_SCOPES.length, 'Choose each scope once.')
    .transform((scopes) => [...new Set(scopes)]),
  lifetime: z.enum(Object.keys(LIFETIMES) as Lifetime[], 'Choose when it expires.'),
});
export type NewToken = z.output<typeof newTokenSchema>;

export const overlapField = z.enum(Object.keys(OVERLAPS) as Overlap[], 'Choose for how long both count.');

const DAY_MS = 24 * 60 * 60 * 1000;

/** When a token made now stops to count; null: never. */
export const endOf = (lifetime: Lifetime, now = Date.now()): Date | null => {
  const days = LIFETIMES[lifetime];
  return days === null ? null : new Date(now + days * DAY_MS);
};

/** A successor counts as long as the one before did from its beginning. */
export const endOfSuccessor = (
  { createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null },
  now = Date.now(),
): Date | null => expiresAt && new Date(now + expiresAt.getTime() - createdAt.getTime());

/** When the one before stops: after the overlap, and no later than it would have by itself. */
export function endOfReplaced(expiresAt: Date | null, overlap: Overlap, now = Date.now()): Date {
  const end = now + OVERLAPS[overlap] * 60 * 60 * 1000;
  return new Date(Math.min(end, expiresAt?.getTime() ?? end));
}

/** What is stored of a token. */
export const storedToken = (token: string) => ({
  hash: Uint8Array.from(storedTokenHash(token)),
  tail: token.slice(-4),
});
