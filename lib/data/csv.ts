// CSV as RFC 4180 has it, that a spreadsheet opens as text and nothing else.

/** Stands at the start of a file, so that spreadsheets read it as UTF-8. */
export const BOM = '\uFEFF';

// What a spreadsheet takes for the start of a formula, in all widths; also after blanks, which some drop. The
// apostrophes before it keep the rule reversible: what is guarded is guarded again, never mistaken.
const FORMULA = /^'*\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212]/u;

/** The text as a cell that runs nothing: an apostrophe goes before what could be a formula (CWE-1236). */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text that was guarded; any other text as it is. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/u;
const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One record with its line end. Every cell is guarded. */
export const csvRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;
