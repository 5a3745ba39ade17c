import { parse } from 'csv-parse/sync';
import { isRole, ROLE_LABELS, ROLES, type Role } from '../access/permissions';
import { normalEmail } from '../auth/email-address';
import { lower } from '../text';
import { unguarded } from './csv';

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
 * The addresses in a text: one a line, or many separated by commas, semicolons, tabs or blanks, also as
 * "Ann Lee <ann@example.com>", or a CSV with the column `email` and maybe `role`, with a head or without. With a head it
 * may have the columns `teams` and `sub-teams` too, several in a cell separated by `|` or, in quotes, by commas or
 * semicolons.
 */
export function inviteLines(text: string): InviteLine[] {
  const records = recordsOf(text);
  const [head, ...body] = records;
  if (!head) return [];
  const names = head.cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const email = names.findIndex((name) => ['email', 'emailaddress', 'mail', 'address'].includes(name));
  if (email < 0) return records.flatMap(loose);
  const cell = (cells: string[], ...called: string[]) =>
    cells[names.findIndex((name) => called.includes(name))];
  return body.map(({ line, cells }) => ({
    ...entry(line, cells[email] ?? '', cell(cells, 'role')),
    teams: wordsOf(cell(cells, 'team', 'teams')),
    subTeams: wordsOf(cell(cells, 'subteam', 'subteams')),
  }));
}

/** A record without a head: an address with a role behind it, or nothing but addresses. */
function loose({ line, cells }: Row): InviteLine[] {
  const full = cells.filter(Boolean);
  const [first = '', second = ''] = full;
  if (full.length === 2 && first.includes('@') && !second.includes('@')) return [entry(line, first, second)];
  return full.flatMap(addresses).map((text) => entry(line, text));
}

/** "Ann Lee <ann@example.com>" is one address, "a@x.test b@x.test" are two, "Ann Lee" is one that is wrong. */
function addresses(cell: string): string[] {
  if (cell.includes('<')) return [cell];
  const words = cell.split(/\s+/).filter(Boolean);
  return words.filter((word) => word.includes('@')).length > 1 ? words : [cell];
}

function entry(line: number, text: string, role = ''): InviteLine {
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return { line, text, email: normalEmail(unguarded(inside.trim())), role: roleOf(role.trim()) };
}

function roleOf(text: string): InviteLine['role'] {
  if (!text) return undefined;
  const name = text.toLowerCase();
  if (isRole(name)) return name;
  return ROLES.find((role) => ROLE_LABELS[role].label.toLowerCase() === name) ?? null;
}

function wordsOf(cell = ''): string[] | undefined {
  const words = cell.split(/[|,;]/).map((word) => lower(unguarded(word.trim()).normalize('NFC')));
  const full = words.filter(Boolean);
  return full.length ? full : undefined;
}

type Row = { line: number; cells: string[] };

// Line by line, so that the numbers are those the person sees. An address has no line end in it.
const recordsOf = (text: string): Row[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, i) => ({ line: i + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some(Boolean));

function cellsOf(line: string): string[] {
  try {
    return parse(line, FORMAT)[0] ?? [];
  } catch {
    return line.split(/[,;\t]/).map((cell) => cell.trim()); // a quote that is never closed
  }
}

const FORMAT = { delimiter: [',', ';', '\t'], relax_quotes: true, skip_empty_lines: true, trim: true };
