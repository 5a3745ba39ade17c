import { unguarded } from '../data/csv';
import { type CsvLimits, csvRecords, NO_LIMITS, separatorOf } from '../data/csv-read';
import { AppError } from '../errors';
import { pauses } from '../pauses';
import { cut, lower } from '../text';
import { type Description, wordsOf } from './describe';

/** The most rows that one file may bring, without its head. */
export const MOST_ROWS = 10_000;
/** What a request can carry is 2 MB, all told. */
export const MOST_BYTES = 2_000_000;
export const MOST_COLUMNS = 100;
/** What a spreadsheet’s cell holds at most. */
const MOST_IN_CELL = 32_767;

const LIMITS: CsvLimits = { rows: MOST_ROWS, columns: MOST_COLUMNS, cell: MOST_IN_CELL };

/** A row of a file: its cells, and its line as an editor counts. */
export type FileRow = { line: number; cells: string[] };

/**
 * Reads a CSV text row by row, the head first, and pauses for other work on the way. Comma, semicolon or tab: what the
 * head has most of.
 * @throws AppError invalid or too_large, with the line, when a quote isn't closed or the text passes one of `limits`
 */
export async function* rowsOf(text: string, limits = NO_LIMITS): AsyncGenerator<FileRow> {
  const pause = pauses();
  for (const record of csvRecords(text, separatorOf(text), limits)) {
    await pause();
    if (record) yield { line: record.line, cells: record.cells.map(unguarded) };
  }
}

/** What the page of a file shows before it is imported: the head, the first rows and how many there are. */
export type FileSummary = { head: string[]; sample: string[][]; total: number };

const SAMPLE_ROWS = 5;
const MOST_IN_HEAD = 100;
const MOST_IN_SAMPLE = 60;

/**
 * Reads a file that is to be imported and sums it up. What it returns is small, whatever the file holds.
 * @throws AppError invalid, too_large
 */
export async function checkedFile(text: string): Promise<FileSummary> {
  if (text.includes('\0') || text.includes('\uFFFD'))
    throw wrong('The file isn’t text in UTF-8. Save it from your spreadsheet as “CSV UTF-8”.');
  let head: string[] | undefined;
  const sample: string[][] = [];
  let total = 0;
  for await (const { cells } of rowsOf(text, LIMITS)) {
    if (!head) head = cells.map((cell) => cut(cell, MOST_IN_HEAD));
    else if (++total <= SAMPLE_ROWS) sample.push(cells.map((cell) => cut(cell, MOST_IN_SAMPLE)));
  }
  if (!head || total === 0)
    throw wrong('The file has no rows. Its first line names the columns, and each further line is a row.');
  return { head, sample, total };
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
