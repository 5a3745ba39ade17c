import { CsvError, parse } from 'csv-parse/sync';
import { unguarded } from '../data/csv';
import { AppError } from '../errors';
import { lower } from '../text';
import { type Description, wordsOf } from './describe';

/** The most rows that one file may bring. */
export const MOST_ROWS = 10_000;
/** What a request can carry is 2 MB, all told. */
export const MOST_BYTES = 2_000_000;

/** A row of a file: its cells, and its line as an editor counts. */
export type FileRow = { line: number; cells: string[] };

/**
 * The rows of a CSV text, the head first. Comma, semicolon or tab: what the head has most of, outside of its quotes.
 * @throws AppError invalid, with the line, when a quote is never closed or goes on behind its end
 */
export function rowsOf(text: string): FileRow[] {
  const [head = ''] = /[^\r\n]+/.exec(text.replace(/"[^"]*"/g, '')) ?? [];
  const delimiter = [',', ';', '\t'].reduce((best, one) =>
    count(head, one) > count(head, best) ? one : best,
  );
  return recordsOf(text, delimiter)
    .map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record.map((cell) => unguarded(cell)),
    }))
    .filter(({ cells }) => cells.some(Boolean));
}

type Parsed = { record: string[]; info: { lines: number } };

function recordsOf(text: string, delimiter: string): Parsed[] {
  const options = {
    bom: true,
    delimiter,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    info: true,
    trim: true,
  };
  try {
    return parse(text, options) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = 'lines' in error ? ` near line ${error.lines}` : '';
    throw wrong(
      `A quotation mark is opened and not closed as it should be${where}. Correct the file, and choose it again.`,
    );
  }
}

const count = (text: string, sign: string) => text.split(sign).length;

/** A file that can be brought in: its rows without the head. @throws AppError invalid, too_large */
export function checkedFile(text: string): { head: FileRow; rows: FileRow[] } {
  if (text.includes('\0') || text.includes('\uFFFD'))
    throw wrong('This is no text in UTF-8. Save it from your spreadsheet as “CSV UTF-8”.');
  const [head, ...rows] = rowsOf(text);
  if (!head || rows.length === 0)
    throw wrong('There are no rows in this file: it takes a first line with the names of the columns.');
  if (head.cells.length > 100) throw wrong('At most a hundred columns.');
  if (rows.length > MOST_ROWS)
    throw new AppError('too_large', {
      message: `At most ${MOST_ROWS.toLocaleString('en')} rows at a time; this file has ${rows.length.toLocaleString('en')}. Split it.`,
    });
  return { head, rows };
}

const wrong = (message: string) => new AppError('invalid', { message });

/** Field → place of its column in the file. */
export type Mapping = Record<string, number>;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Which column is which field, by their names; what no column is named for stays out. */
export function guessed(resource: Description, head: readonly string[]): Mapping {
  const names = head.map(plain);
  const mapping: Mapping = {};
  for (const field of resource.csv ?? []) {
    const words = wordsOf(resource, field);
    const known = [field, words?.label ?? '', ...(words?.aka ?? [])].map(plain);
    const at = names.findIndex((name, i) => known.includes(name) && !Object.values(mapping).includes(i));
    if (at >= 0) mapping[field] = at;
  }
  return mapping;
}

/** What became of one row: its values, or why it can't be taken. */
export type Judgement = { row: FileRow; values?: Record<string, unknown>; reason?: string };

/** Looks at a row as a form would at its values. */
export function judgeRow(resource: Description, mapping: Mapping, row: FileRow): Judgement {
  const given = Object.fromEntries(
    Object.entries(mapping).map(([field, at]) => [field, row.cells[at] ?? '']),
  );
  const parsed = resource.schema.safeParse(given);
  if (parsed.success) return { row, values: parsed.data };
  const reasons = parsed.error.issues.map(
    ({ path: [field = ''], message }) =>
      `${wordsOf(resource, String(field))?.label ?? String(field)}: ${message}`,
  );
  return { row, reason: [...new Set(reasons)].join(' ') };
}

/** The value by which two rows are the same, per unique field; what is empty is nobody's. */
const keyOf = (value: unknown) => (value ? lower(String(value)) : null);

/** Refuses those that share a unique value with a row before them, or with one that is `taken` already. */
export function withoutTwins(
  { unique = {} }: Description,
  judgements: readonly Judgement[],
  taken: Readonly<Record<string, ReadonlySet<string>>>,
): Judgement[] {
  const seen = Object.fromEntries(Object.keys(unique).map((field) => [field, new Map<string, number>()]));
  return judgements.map((one) => {
    if (!one.values) return one;
    for (const [field, sentence] of Object.entries(unique)) {
      const key = keyOf(one.values[field]);
      if (key === null) continue;
      const before = seen[field]?.get(key);
      if (before !== undefined) return { row: one.row, reason: `The same as in line ${before}: ${key}` };
      if (taken[field]?.has(key)) return { row: one.row, reason: sentence };
      seen[field]?.set(key, one.row.line);
    }
    return one;
  });
}
