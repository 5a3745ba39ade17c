import { isRole, ROLE_LABELS, ROLES, type Role } from '../access/permissions';
import { normalEmail } from '../auth/email-address';
import { AppError } from '../errors';
import { composed, cut, lower } from '../text';
import { unguarded } from './csv';
import { cellsOfLine } from './csv-read';

/** One address of a paste or a file. */
export type InviteLine = {
  /** Counted from 1, as the person sees the text. */
  line: number;
  /** What was written. */
  text: string;
  /** Normalised; null when it is no address. */
  email: string | null;
  /** The role in its column; undefined: none was given; null: it is no role. */
  role: Role | null | undefined;
  /** The teams in their column, by slug or name in small letters; undefined: none was given. */
  teams?: string[] | undefined;
  /** The same of sub-teams. */
  subTeams?: string[] | undefined;
};

/**
 * Yields the addresses in a text: one a line, or many separated by commas, semicolons, tabs or blanks, also as
 * "Ann Lee <ann@example.com>", or a CSV with the column `email` and maybe `role`, with a head or without. With a head it
 * may have the columns `teams` and `sub-teams` too, several in a cell separated by `|` or, in quotes, by commas or
 * semicolons. Reads no further than it is asked for.
 */
export function* inviteLines(text: string): Generator<InviteLine> {
  let columns: Columns | null | undefined;
  for (const row of rowsOf(text)) {
    if (columns === undefined) {
      columns = columnsOf(row.cells);
      if (columns) continue;
    }
    if (columns) yield fromColumns(row, columns);
    else yield* loose(row);
  }
}

type Columns = { email: number; role: number; teams: number; subTeams: number };

/** Which column is which, when the first line names them; null when it doesn't. */
function columnsOf(head: string[]): Columns | null {
  const names = head.map((cell) =>
    cut(cell, 100)
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  );
  const at = (...called: string[]) => names.findIndex((name) => called.includes(name));
  const email = at('email', 'emailaddress', 'mail', 'address');
  if (email < 0) return null;
  return { email, role: at('role'), teams: at('team', 'teams'), subTeams: at('subteam', 'subteams') };
}

const fromColumns = ({ line, cells }: Row, columns: Columns): InviteLine => ({
  ...entry(line, cells[columns.email] ?? '', cells[columns.role]),
  teams: wordsOf(cells[columns.teams]),
  subTeams: wordsOf(cells[columns.subTeams]),
});

/** A row without a head: an address with a role behind it, or nothing but addresses. */
function* loose({ line, cells }: Row): Generator<InviteLine> {
  const full = cells.filter(Boolean);
  const [first = '', second = ''] = full;
  if (full.length === 2 && first.includes('@') && !second.includes('@')) yield entry(line, first, second);
  else for (const cell of full) for (const text of addresses(cell)) yield entry(line, text);
}

/** "Ann Lee <ann@example.com>" is one address, "a@x.test b@x.test" are two, "Ann Lee" is one that is wrong. */
function addresses(cell: string): string[] {
  if (cell.includes('<')) return [cell];
  const words = cell.split(/\s+/).filter(Boolean);
  return words.filter((word) => word.includes('@')).length > 1 ? words : [cell];
}

/** No address and no role is longer, a name before the address included: what is longer can't be read, and is cut. */
const MOST_IN_ENTRY = 600;

function entry(line: number, given: string, role = ''): InviteLine {
  const text = cut(given, MOST_IN_ENTRY);
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const email = given.length > MOST_IN_ENTRY ? null : normalEmail(unguarded(inside.trim()));
  return { line, text, email, role: roleOf(cut(role.trim(), MOST_IN_ENTRY)) };
}

function roleOf(text: string): InviteLine['role'] {
  if (!text) return undefined;
  const name = text.toLowerCase();
  if (isRole(name)) return name;
  return ROLES.find((role) => ROLE_LABELS[role].label.toLowerCase() === name) ?? null;
}

/** More pieces than any line may name; the rest of a longer cell isn't read. */
const MOST_WORDS = 100;

function wordsOf(cell = ''): string[] | undefined {
  const words = cell
    .split(/[|,;]/, MOST_WORDS)
    .map((word) => lower(composed(unguarded(word.trim()))))
    .filter(Boolean);
  return words.length ? words : undefined;
}

type Row = { line: number; cells: string[] };

const SEPARATORS = ',;\t';

/** Far more lines than a list of addresses has, empty ones included. */
const MOST_LINES = 20_000;

/** Line by line, so that the numbers are those the person sees: an address has no line end in it. */
function* rowsOf(text: string): Generator<Row> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; start <= text.length; line++) {
    if (line > MOST_LINES) throw tooManyLines();
    let end = start;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    const written = text.slice(start, end);
    start = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
    if (!written) continue;
    const cells = cellsOfLine(written, SEPARATORS) ?? pieces(written);
    if (cells.some(Boolean)) yield { line, cells };
  }
}

const tooManyLines = () =>
  new AppError('too_large', {
    fields: { text: `The list has more than ${MOST_LINES.toLocaleString('en')} lines. Send it in parts.` },
  });

/** The cells of a line with a quote that is never closed. */
const pieces = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim());
