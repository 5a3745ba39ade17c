import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_MAX } from './password-rules';

// OWASP's Argon2id floor: algorithm 2 is Argon2id, 19 MiB, two passes, one lane. About 50 ms.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashes run on a thread pool of four; more at once would make every other request wait for a thread.
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** The PHC string to store for a password. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

// What an unknown address is compared with, so that it costs the same time as a known one.
let decoy: Promise<string> | undefined;

/** True when the password is the stored one. Takes the same time when there is none (`stored` null). */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const against = stored ?? (await decoy);
  const same = await inTurn(() => verify(against, password.slice(0, PASSWORD_MAX)));
  return stored !== null && same;
}
