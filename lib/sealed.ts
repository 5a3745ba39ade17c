import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { env } from './env';

/** Whose a stored secret is. Sealed for one place, it opens in no other: not in another org, not in another row. */
export type Place = { table: string; orgId: string; id: string };

// version (1) | key (4) | nonce (12) | tag (16) | ciphertext
const VERSION = 1;
const HEAD = 1 + 4;
const NONCE = 12;
const TAG = 16;

/**
 * Encrypts a secret for storing: AES-256-GCM under the first key of SECRETS_KEY, with org and id as authenticated data.
 * Shown, logged and returned is never what comes out of `unseal`, but where it is used at that moment.
 */
export function seal(secret: string, place: Place): Buffer<ArrayBuffer> {
  const [text = ''] = env().SECRETS_KEY;
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(text), nonce);
  cipher.setAAD(placeBytes(place));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nameOf(text), nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed for another place, under a key that is gone, or was changed */
export function unseal(stored: Uint8Array, place: Place): string {
  const bytes = Buffer.from(stored);
  const text = env().SECRETS_KEY.find((key) => nameOf(key).equals(bytes.subarray(1, HEAD)));
  if (bytes[0] !== VERSION || text === undefined)
    throw new Error('a stored secret was encrypted with a key that SECRETS_KEY does not have');
  const nonce = bytes.subarray(HEAD, HEAD + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(text), nonce, { authTagLength: TAG });
  decipher.setAAD(placeBytes(place));
  decipher.setAuthTag(bytes.subarray(HEAD + NONCE, HEAD + NONCE + TAG));
  const open = Buffer.concat([decipher.update(bytes.subarray(HEAD + NONCE + TAG)), decipher.final()]);
  return open.toString('utf8');
}

const placeBytes = ({ table, orgId, id }: Place) => Buffer.from(`rowhouse ${table} ${orgId} ${id}`);
const keyOf = (text: string) => Buffer.from(hkdfSync('sha256', text, '', 'rowhouse stored secrets', 32));
/** Tells keys apart, and tells nothing of them. */
const nameOf = (text: string) => createHash('sha256').update(`rowhouse key ${text}`).digest().subarray(0, 4);
