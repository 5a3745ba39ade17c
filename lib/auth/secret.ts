import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits for a link or a code, in 43 URL-safe characters. Shown once, never stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored and looked up in its place. High entropy needs no slow hash. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();
