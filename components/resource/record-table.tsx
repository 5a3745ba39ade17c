import { Tr } from '@/components/table/row';
import { SelectAllHead, SelectCell } from '@/components/table/select-cell';
import { SortHead } from '@/components/table/sort-head';
import { PrimaryCell, Table, Tbody, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RecordLine, ShownColumn } from './record-line';

type RecordTableProps = {
  label: string;
  lines: RecordLine[];
  /** The head of the first column: the rows' names. */
  name: { href: string; direction: 'asc' | 'desc' | null };
  columns: ShownColumn[];
  compact: boolean;
  selects: boolean;
  /** Rows stand for people. */
  faces: boolean;
  now: number;
};

/** The rows of a resource. The first column is the name, and opens the row's page. */
export function RecordTable({ label, lines, name, columns, selects, now, ...look }: RecordTableProps) {
  return (
    <Table label={label} compact={look.compact}>
      <Thead>
        <Tr>
          {selects ? <SelectAllHead /> : null}
          <SortHead {...name}>Name</SortHead>
          {columns.map(({ key, label: head, kind, width, sortHref, direction }) => {
            const align = kind === 'number' ? 'right' : 'left';
            return sortHref ? (
              <SortHead key={key} href={sortHref} direction={direction} width={width} align={align}>
                {head}
              </SortHead>
            ) : (
              <Th key={key} width={width} align={align}>
                {head}
              </Th>
            );
          })}
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            {selects ? <SelectCell id={line.id} label={line.name} /> : null}
            <PrimaryCell
              href={line.href}
              title={line.name}
              media={look.faces ? <Avatar name={line.name} size={look.compact ? 20 : 24} /> : undefined}
              badge={line.given ? <Badge>{line.given}</Badge> : null}
              detail={<PhoneDetail line={line} columns={columns} />}
            />
            {columns.map((column) => (
              <Cell key={column.key} column={column} value={line.cells[column.key] ?? null} now={now} />
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** On phones a row is two lines: the second one says the first things that there are to say. */
function PhoneDetail({ line, columns }: { line: RecordLine; columns: ShownColumn[] }) {
  const said = columns.flatMap(({ key, kind, label }) => {
    const value = line.cells[key];
    if (value === null || value === undefined || value === '' || kind === 'time') return [];
    return [kind === 'number' ? `${value.toLocaleString('en')} ${label.toLowerCase()}` : String(value)];
  });
  return said.length ? <span className="sm:hidden">{said.slice(0, 2).join(' · ')}</span> : null;
}

type CellProps = { column: ShownColumn; value: string | number | null; now: number };

function Cell({ column: { kind }, value, now }: CellProps) {
  const empty = value === null || value === '';
  return (
    <td
      {...{ role: 'cell' }}
      className={cn(
        'td-base max-w-0 truncate text-ink-2 max-sm:hidden!',
        kind === 'number' && 'text-right tabular-nums',
        kind === 'tel' && 'tabular-nums',
      )}
    >
      {empty ? (
        <span className="sr-only">Nothing</span>
      ) : kind === 'time' ? (
        <RelativeTime at={Number(value)} now={now} />
      ) : kind === 'number' ? (
        value.toLocaleString('en')
      ) : (
        String(value)
      )}
    </td>
  );
}
