import { createHash, randomBytes } from 'node:crypto';

// What an API token looks like. The front server and the application read it, so it is plain JavaScript.
//
//   rwh_org_<the organization's ULID>_<40 characters><6 characters>     an organization's
//   rwh_usr_<40 characters><6 characters>                               a person's
//
// The 40 are random (238 bits), the 6 the CRC-32 of all before them, both in base 62: so that a secret scanner can tell a
// token from what only looks like one, without asking anybody.

/** For secret scanners: what this finds, and whose checksum fits, is a token of ours. */
export const TOKEN_PATTERN = 'rwh_(?:org_[0-7][0-9A-HJKMNP-TV-Z]{25}|usr)_[0-9A-Za-z]{46}';

const WHOLE = new RegExp(`^${TOKEN_PATTERN}$`);
const BEARER = /^Bearer +(\S{1,200}) *$/i;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM = 40;
const CHECK = 6;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 as in ISO 3309 (zip, PNG). Node has one of its own from 20.15 on. @param {string} text */
function crc32(text) {
  let c = 0xffffffff;
  for (const byte of Buffer.from(text, 'latin1'))
    c = /** @type {number} */ (TABLE[(c ^ byte) & 0xff]) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** @param {string} text */
function checksum(text) {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECK; i++) {
    digits = DIGITS[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Each digit as likely as every other: bytes past the last whole 62 are thrown away. @param {number} count */
function randomDigits(count) {
  let digits = '';
  while (digits.length < count)
    for (const byte of randomBytes(count))
      if (byte < 248 && digits.length < count) digits += DIGITS[byte % 62];
  return digits;
}

/**
 * A new token. Shown once; what is stored is its hash.
 * @param {string | null} orgUlid the organization that it is bound to; null for a person's
 * @returns {string}
 */
export function newApiToken(orgUlid) {
  const text = `rwh_${orgUlid === null ? 'usr' : `org_${orgUlid}`}_${randomDigits(RANDOM)}`;
  return text + checksum(text);
}

/** @param {string | Buffer} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** @param {string} token @returns {Buffer} what is presented to the database in its place: 238 random bits need no slow hash */
export const apiTokenHash = (token) => sha256(token);

/**
 * @param {string} token
 * @returns {Buffer} what is stored: the database hashes what is presented once more, so a stored hash can't be presented
 */
export const storedTokenHash = (token) => sha256(apiTokenHash(token));

/**
 * Reads a token: its form and its checksum, and no more. What is no token of ours is nobody's, without asking.
 * @param {string} text
 * @returns {{ kind: 'org' | 'user', orgUlid: string | null, hash: Buffer } | null}
 */
export function readApiToken(text) {
  if (!WHOLE.test(text) || checksum(text.slice(0, -CHECK)) !== text.slice(-CHECK)) return null;
  const bound = text.startsWith('rwh_org_');
  return {
    kind: bound ? 'org' : 'user',
    orgUlid: bound ? text.slice('rwh_org_'.length, 'rwh_org_'.length + 26) : null,
    hash: apiTokenHash(text),
  };
}

/**
 * The token that a request carries. undefined: it has no Authorization header; null: it has one that holds no token.
 * @param {string | null | undefined} authorization
 */
export function bearerToken(authorization) {
  if (authorization === undefined || authorization === null) return undefined;
  const text = BEARER.exec(authorization)?.[1];
  return text === undefined ? null : readApiToken(text);
}
