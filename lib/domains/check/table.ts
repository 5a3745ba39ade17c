import type { Conflict, Note, Side } from './conflicts';

const HEAD = ['CONFLICT', 'HOST', 'ORGANIZATION', 'AGAINST', 'ORGANIZATION', 'WHY'];

/** Conflicts as a table for a terminal or a build's log. */
export function conflictTable(conflicts: Conflict[]): string {
  const name = ({ host, from }: Side) => (from === 'file' ? `${host} (file)` : host);
  const lines = conflicts.map(({ kind, one, other, why }) => [
    kind,
    name(one),
    one.org,
    other ? name(other) : '',
    other?.org ?? '',
    why,
  ]);
  return columns([HEAD, ...lines]);
}

/** Notes, a line each. */
export const noteLines = (notes: Note[]): string =>
  notes.map(({ host, org, why }) => `note: ${host} of ${org}: ${why}\n`).join('');

function columns(lines: string[][]): string {
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
