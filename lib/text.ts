// Text as it is stored and compared.
import { MOST_ITEMS, MOST_NESTED } from './input/json-shape.mjs';

/**
 * Lower case as PostgreSQL's lower() has it (C.UTF-8): letter by letter, whatever stands around it. JavaScript's own makes
 * two letters of İ, and another σ of one at a word's end: what it calls the same, the database's unique keys do not.
 */
export const lower = (text: string): string =>
  text.replace(/\P{ASCII}|[A-Z]+/gu, (letter) => lowered(letter));

const lowered = (letter: string) => {
  const small = letter.toLowerCase();
  return small.length > letter.length ? String.fromCodePoint(small.codePointAt(0) as number) : small;
};

/** At most so many UTF-16 units of a text, and no half of a pair at the end. */
export const cut = (text: string, most: number): string =>
  text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');

/**
 * The text in its composed form (NFC), or in another one. Combining marks are put in order by comparing them with one
 * another, so a hundred thousand of them in a row would take half a minute: a run is split after thirty, as Unicode's
 * Stream-Safe Text Format has it (UAX #15), and no word of any language is changed.
 */
export const composed = (text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD' = 'NFC'): string =>
  text.replace(/(?:(?!\u034F)\p{M}){30}(?!\u034F)/gu, '$&\u034F').normalize(form);

type Unstorable = 'characters' | 'nesting' | 'items';

/**
 * Says why a database can't take a value, or null when it can: PostgreSQL has no U+0000, half of an emoji is no character,
 * nothing here is nested deeper than `MOST_NESTED`, and no list is longer than `MOST_ITEMS`. Looks at each object once, so that values which refer to one
 * another cost no more than they are large.
 */
export function whyUnstorable(value: unknown): Unstorable | null {
  const seen = new Set<object>();
  const why = (inside: unknown, depth: number): Unstorable | null => {
    if (typeof inside === 'string')
      return inside.includes('\0') || !inside.isWellFormed() ? 'characters' : null;
    if (typeof inside !== 'object' || inside === null || seen.has(inside)) return null;
    if (depth >= MOST_NESTED) return 'nesting';
    if (Array.isArray(inside) && inside.length > MOST_ITEMS) return 'items';
    seen.add(inside);
    for (const part of partsOf(inside)) {
      const found = why(part, depth + 1);
      if (found) return found;
    }
    return null;
  };
  return why(value, 0);
}

/** True for what a database can take. */
export const storable = (value: unknown): boolean => whyUnstorable(value) === null;

function partsOf(value: object): unknown[] {
  if (Array.isArray(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.entries(value).flat() : [];
}
