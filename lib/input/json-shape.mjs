// How much a JSON text holds, found before it is parsed: parsers and everything behind them take as long as it is deep and
// wide. The front server counts while a body arrives, the application before it parses a text.

/** How deep lists and objects may be nested in what is sent to us. */
export const MOST_NESTED = 32;
/** How many values they may hold, all told. */
export const MOST_VALUES = 10_000;
/** How long one list may be: each item is checked, and what is wrong with it is said. */
export const MOST_ITEMS = 1000;

const QUOTE = 1;
const BACKSLASH = 2;
const SEPARATES = 3;
const OPENS = 4;
const CLOSES = 5;

/** What each byte means in JSON; 0: nothing that is counted. */
const MEANING = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  if (sign === '"') return QUOTE;
  if (sign === '\\') return BACKSLASH;
  if (',:'.includes(sign)) return SEPARATES;
  if ('[{'.includes(sign)) return OPENS;
  return ']}'.includes(sign) ? CLOSES : 0;
});

/** @typedef {'nesting' | 'values'} TooMuch */

/**
 * Returns a function that takes the bytes of a JSON text piece by piece and says when they hold too much. One step a byte;
 * a text that is no JSON is counted as well, and refused later.
 * @returns {(bytes: Uint8Array) => TooMuch | null}
 */
export function jsonShape() {
  let depth = 0;
  let values = 0;
  let quoted = false;
  let escaped = false;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      const meaning = MEANING[bytes[i] ?? 0];
      if (escaped) escaped = false;
      else if (meaning === 0) continue;
      else if (meaning === QUOTE) quoted = !quoted;
      else if (quoted) escaped = meaning === BACKSLASH;
      else if (meaning === SEPARATES) values++;
      else if (meaning === OPENS) {
        depth++;
        values++;
      } else if (meaning === CLOSES) depth--;
      if (depth > MOST_NESTED) return 'nesting';
      if (values > MOST_VALUES) return 'values';
    }
    return null;
  };
}

/** What is said about either. */
export const TOO_MUCH = {
  nesting: `Lists and objects are nested more than ${MOST_NESTED} levels deep. Send them flatter.`,
  values: `The request has more than ${MOST_VALUES.toLocaleString('en')} values. Send them in several requests.`,
  items: `A list has more than ${MOST_ITEMS.toLocaleString('en')} items. Send it in parts.`,
};
