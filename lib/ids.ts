import { v7 } from 'uuid';

/** A string that only the function named for it makes. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

// Crockford's base 32, as the ULID specification has it: no I, L, O, U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const VALUE = new Map([...ALPHABET].map((c, i) => [c, BigInt(i)]));
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new time-ordered id (UUID v7), as stored. */
export const newId = (): string => v7();

/** The 26 characters by which an id is known outside (URLs, API, logs): the same 128 bits as the uuid. */
export function toUlid(uuid: string): string {
  if (!UUID.test(uuid)) throw new RangeError(`not a uuid: ${uuid}`);
  let bits = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

/** The uuid behind a ULID, or null for anything that isn't one (lower case is accepted, as the spec allows). */
export function fromUlid(text: string): string | null {
  if (!ULID.test(text)) return null; // before upper-casing: other letters than ASCII's become some of these
  let bits = 0n;
  for (const c of text.toUpperCase()) bits = (bits << 5n) | (VALUE.get(c) ?? 0n);
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** True for a uuid in the form that Postgres prints. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** An id that nothing has: for reads that go along although the one in the address is none. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';
