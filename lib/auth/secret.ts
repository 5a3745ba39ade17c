import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits for a link or a code, in 43 URL-safe characters. Shown once, never stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** What is presented to the database in a secret's place. High entropy needs no slow hash. */
export const secretHash = (secret: string): Buffer => sha256(secret);

/**
 * What the database stores of a secret: it hashes what is presented once more, so whoever reads a stored hash can't present
 * it.
 */
export const storedHash = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(sha256(secretHash(secret)));
