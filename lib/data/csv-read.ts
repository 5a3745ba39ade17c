import { AppError } from '../errors';

// Reads CSV in one pass over the text: every character is looked at once or twice, whatever the file is made of, and
// the limits are checked on the way, so a hostile file is refused where it passes one.

/** A record of a CSV text: its cells, and the line it begins on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] };

/** What a text may hold. Rows are counted without the head; a cell's length is in UTF-16 units. */
export type CsvLimits = { rows: number; columns: number; cell: number };

export const NO_LIMITS: CsvLimits = { rows: Infinity, columns: Infinity, cell: Infinity };

/** Separators that are tried, the usual one first. */
const SEPARATORS = ',;\t';

/**
 * Yields the records of a CSV text as RFC 4180 has them. Lines end with CR LF, LF or CR. White space around cells is
 * dropped, and so are records without any content; null stands for a hundred of those, so that the caller can pause. A
 * quotation mark inside an unquoted cell is a character like others.
 * @throws AppError invalid or too_large, with the line, when a quote isn't closed or the text passes a limit
 */
export function* csvRecords(text: string, separators: string, most: CsvLimits): Generator<CsvRecord | null> {
  const at = { place: text.startsWith('\uFEFF') ? 1 : 0, line: 1 };
  let rows = 0;
  let empty = 0;
  while (at.place < text.length) {
    const record = nextRecord(text, at, separators, most);
    if (record.cells.some(Boolean)) {
      if (++rows > most.rows + 1) throw tooManyRows(most.rows);
      yield record;
    } else if (++empty > most.rows * 10) throw tooManyEmpty(most.rows * 10);
    else if (empty % 100 === 0) yield null;
  }
}

/** The cells of one line, or null when a quote isn't closed or text follows it. */
export function cellsOfLine(line: string, separators: string): string[] | null {
  try {
    return nextRecord(line, { place: 0, line: 1 }, separators, NO_LIMITS).cells;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Far more than any head is long. */
const MOST_LOOKED_AT = 100_000;

/** Guesses the separator: the one that the first line with content has most of, outside of quotes. */
export function separatorOf(text: string): string {
  const counts = [0, 0, 0];
  let quoted = false;
  let content = false;
  const end = Math.min(text.length, MOST_LOOKED_AT);
  for (let place = 0; place < end; place++) {
    const sign = text[place] as string;
    if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '\n' || sign === '\r') {
      if (content) break;
    } else {
      content = true;
      const found = SEPARATORS.indexOf(sign);
      if (found >= 0) counts[found] = (counts[found] ?? 0) + 1;
    }
  }
  return SEPARATORS[counts.indexOf(Math.max(...counts))] as string;
}

/** Where a reader stands. Changed in place. */
type Place = { place: number; line: number };

function nextRecord(text: string, at: Place, separators: string, most: CsvLimits): CsvRecord {
  const { line } = at;
  const cells: string[] = [];
  for (;;) {
    cells.push(nextCell(text, at, separators, most.cell));
    if (cells.length > most.columns) throw tooManyColumns(line, most.columns);
    const sign = text[at.place];
    if (sign !== undefined && separators.includes(sign)) {
      at.place++;
      continue;
    }
    if (sign !== undefined) passLineEnd(text, at);
    return { line, cells };
  }
}

/** Reads up to the separator or line end behind the cell, or to the end of the text; never much beyond the limit. */
function nextCell(text: string, at: Place, separators: string, most: number): string {
  const start = pastBlanks(text, at.place, separators, most);
  if (text[start] === '"') return quotedCell(text, at, start, separators, most);
  let end = start;
  while (end < text.length && !endsCell(text[end] as string, separators)) {
    end++;
    if (end - at.place > most) throw cellTooLong(at.line, most);
  }
  at.place = end;
  return text.slice(start, end).trim();
}

function quotedCell(text: string, at: Place, start: number, separators: string, most: number): string {
  const first = at.line;
  let end = start + 1;
  for (let pairs = 0; ; pairs++) {
    end = text.indexOf('"', end);
    if (end < 0) throw unclosed(first);
    // Two quotes stand for one.
    if (end - start - 1 - pairs > most) throw cellTooLong(first, most);
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const inside = text.slice(start + 1, end);
  at.line += lineEndsIn(inside);
  at.place = pastBlanks(text, end + 1, separators, most);
  const next = text[at.place];
  if (next !== undefined && !endsCell(next, separators)) throw unclosed(at.line);
  return inside.replaceAll('""', '"');
}

const isLineEnd = (sign: string) => sign === '\n' || sign === '\r';
const endsCell = (sign: string, separators: string) => isLineEnd(sign) || separators.includes(sign);

/** Where the next cell's text begins. Stops after as many blanks as a cell may hold. */
function pastBlanks(text: string, from: number, separators: string, most: number): number {
  let place = from;
  for (; place < text.length && place - from <= most; place++) {
    const sign = text[place] as string;
    if ((sign !== ' ' && sign !== '\t' && sign !== '\f') || separators.includes(sign)) break;
  }
  return place;
}

function passLineEnd(text: string, at: Place): void {
  at.place += text[at.place] === '\r' && text[at.place + 1] === '\n' ? 2 : 1;
  at.line++;
}

function lineEndsIn(text: string): number {
  let count = 0;
  for (let place = 0; place < text.length; place++)
    if (text[place] === '\n' || (text[place] === '\r' && text[place + 1] !== '\n')) count++;
  return count;
}

const n = (count: number) => count.toLocaleString('en');

const unclosed = (line: number) =>
  new AppError('invalid', {
    message: `A quotation mark isn’t closed near line ${n(line)}. Correct the file and choose it again.`,
  });

const tooManyRows = (most: number) =>
  new AppError('too_large', {
    message: `The file has more than ${n(most)} rows. Split it into smaller files.`,
  });

const tooManyEmpty = (most: number) =>
  new AppError('too_large', {
    message: `The file has more than ${n(most)} empty lines. Remove them and choose the file again.`,
  });

const tooManyColumns = (line: number, most: number) =>
  new AppError('too_large', {
    message: `The file has more than ${n(most)} columns in line ${n(line)}. Remove the columns you don’t need.`,
  });

const cellTooLong = (line: number, most: number) =>
  new AppError('too_large', {
    message: `A cell in line ${n(line)} has more than ${n(most)} characters. Shorten it and choose the file again.`,
  });
