import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors';
import { turns } from '../turns';
import { PASSWORD_MAX } from './password-rules';

// OWASP's Argon2id floor: algorithm 2 is Argon2id, 19 MiB, two passes, one lane. About 50 ms.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashes run on a thread pool, and more at once than half the processors would take them from everybody else. A flood of
// attempts ends in a line that ends, not in one that grows.
const AT_ONCE = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
const MOST_WAITING = 50;
const inTurn = turns(AT_ONCE, MOST_WAITING, () => new AppError('busy', { retryAfter: 5 }));

/** The PHC string to store for a password. @throws AppError busy when too many wait for theirs */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

// What an unknown address is compared with, so that it costs the same time as a known one.
let decoy: Promise<string> | undefined;

/**
 * True when the password is the stored one. Takes the same time when there is none (`stored` null).
 * @throws AppError busy when too many wait for theirs
 */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const against = stored ?? (await decoy);
  const same = await inTurn(() => verify(against, password.slice(0, PASSWORD_MAX)));
  return stored !== null && same;
}
