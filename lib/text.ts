// Text as it is stored and compared.

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

/** Whether a database takes it, whatever is in it: PostgreSQL knows no U+0000, and no half of a pair is a character. */
export function storable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(storable);
  if (typeof value !== 'object' || value === null) return true;
  const plain = Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
  return !plain || Object.entries(value).every((entry) => entry.every(storable));
}
