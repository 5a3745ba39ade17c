import { v7 } from 'uuid';

/** A string that only the function named for it makes. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

// Crockford's base 32, as the ULID specification has it: no I, L, O, U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const VALUE = new Map([...ALPHABET].map((c, i) => [c, i]));
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new time-ordered id (UUID v7), as stored. */
export const newId = (): string => v7();

/** The 26 characters by which an id is known outside (URLs, API, logs): the same 128 bits as the uuid. */
export function toUlid(uuid: string): string {
  if (!UUID.test(uuid)) throw new RangeError(`not a uuid: ${uuid}`);
  const hex = uuid.replaceAll('-', '');
  // The first character has three bits; after it five hex digits are four characters. Numbers, not BigInt: every id of
  // every answer comes by here.
  let text = ALPHABET.charAt(Number.parseInt(hex.charAt(0), 16) >> 1);
  let carry = Number.parseInt(hex.charAt(0), 16) & 1;
  let bits = 1;
  for (let i = 1; i < 32; i++) {
    carry = (carry << 4) | Number.parseInt(hex.charAt(i), 16);
    bits += 4;
    if (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt(carry >> bits);
      carry &= (1 << bits) - 1;
    }
  }
  return text;
}

/** The uuid behind a ULID, or null for anything that isn't one (lower case is accepted, as the spec allows). */
export function fromUlid(text: string): string | null {
  if (!ULID.test(text)) return null; // before upper-casing: other letters than ASCII's become some of these
  let hex = '';
  let carry = 0;
  let bits = -2; // 26 characters are two bits more than 128, and those are naught
  for (const c of text.toUpperCase()) {
    carry = (carry << 5) | (VALUE.get(c) ?? 0);
    bits += 5;
    while (bits >= 4) {
      bits -= 4;
      hex += (carry >> bits).toString(16);
      carry &= (1 << bits) - 1;
    }
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** True for a uuid in the form that Postgres prints. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** An id that nothing has: for reads that go along although the one in the address is none. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';
