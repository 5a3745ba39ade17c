import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';

/*
 * Below 640 px a stacked table's rows turn into blocks, which takes the table roles away in some browsers;
 * spelled out here they stay.
 */
const ROLE = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  cell: { role: 'cell' },
  head: { role: 'columnheader' },
};

export type Align = 'left' | 'right';
type Hide = 'sm' | 'md' | 'lg' | 'xl';

const HIDE: Record<Hide, string> = {
  sm: 'max-sm:hidden!',
  md: 'sm:max-md:hidden',
  lg: 'sm:max-lg:hidden',
  xl: 'sm:max-xl:hidden',
};

type TableProps = {
  label: string;
  /** Rows of 32 px instead of 40, for logs. */
  compact?: boolean;
  /**
   * On phones: 'stack' turns each row into a block with named values; 'scroll' keeps the columns and
   * scrolls sideways, for matrices where the columns are the point.
   */
  layout?: 'stack' | 'scroll';
  children: ReactNode;
};

/** A table. Its first column is a PrimaryCell; its head stays in sight while the page scrolls. */
export function Table({ label, compact, layout = 'stack', children }: TableProps) {
  const table = (
    <table
      {...ROLE.table}
      aria-label={label}
      data-compact={compact || undefined}
      data-layout={layout}
      className={cn(
        'group/table w-full border-separate border-spacing-0 text-sm',
        layout === 'stack' && 'max-sm:block',
      )}
    >
      {children}
    </table>
  );
  if (layout === 'stack') return table;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would need a heading of its own
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`${label}, scrolls sideways`}
      className="scroll-shadow-x overflow-x-auto"
    >
      {table}
    </div>
  );
}

/** The head of a table: one Tr of Th. Of stacked rows on phones only what can be used stays: sorting, selecting all. */
export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead
      {...ROLE.rows}
      className="max-sm:group-data-[layout=stack]/table:block max-sm:group-data-[layout=stack]/table:not-has-[a,input]:sr-only"
    >
      {children}
    </thead>
  );
}

/** The rows of a table. */
export function Tbody({ children }: { children: ReactNode }) {
  return (
    <tbody {...ROLE.rows} className="max-sm:group-data-[layout=stack]/table:block">
      {children}
    </tbody>
  );
}

type ThProps = {
  align?: Align;
  width?: string | number;
  hide?: Hide;
  srOnly?: boolean;
  children?: ReactNode;
};

/** A column's head; `hide` drops the column below that breakpoint (give its Td the same). */
export function Th({ align, width, hide, srOnly, children }: ThProps) {
  return (
    <th
      {...ROLE.head}
      scope="col"
      style={width === undefined ? undefined : { width }}
      className={cn(
        'th-base max-sm:group-data-[layout=stack]/table:sr-only max-sm:group-data-[layout=stack]/table:absolute! max-sm:group-data-[layout=stack]/table:w-px!',
        align === 'right' && 'text-right',
        hide && HIDE[hide],
      )}
    >
      {srOnly ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}

type TdProps = {
  /** The column's name, shown before the value on phones. */
  label?: string;
  align?: Align;
  hide?: Hide;
  mono?: boolean;
  /** In grey, for what is rarely read. */
  muted?: boolean;
  /** Holds buttons: they lie above the row's link, at the right edge on phones too. */
  actions?: boolean;
  children?: ReactNode;
};

/** A value. Numbers and times go right. */
export function Td({ label, align, hide, mono, muted, actions, children }: TdProps) {
  return (
    <td
      {...ROLE.cell}
      data-label={label}
      className={cn(
        'td-base',
        actions ? 'td-acts' : 'td-value',
        align === 'right' && 'text-right tabular-nums',
        hide && HIDE[hide],
        mono && 'font-mono text-xs',
        muted && 'text-ink-2',
      )}
    >
      {children}
    </td>
  );
}

type PrimaryCellProps = {
  /** Opens on a click anywhere in the row. */
  href?: string;
  title: ReactNode;
  /** What identifies it, in grey below. */
  detail?: ReactNode;
  media?: ReactNode;
  badge?: ReactNode;
};

/** The first column: the thing's name, what identifies it below, and the row's link. */
export function PrimaryCell({ href, title, detail, media, badge }: PrimaryCellProps) {
  const name = cn('truncate font-medium text-ink', detail ? 'leading-[18px]' : null);
  return (
    <td {...ROLE.cell} className="td-base td-primary">
      <div className="flex min-w-0 items-center gap-2.5">
        {media}
        <div className="min-w-0">
          <div className="flex min-w-0 items-center gap-2">
            {href ? (
              <Link href={href} data-row-link className={cn(name, 'row-link')}>
                {title}
              </Link>
            ) : (
              <span className={name}>{title}</span>
            )}
            {badge}
          </div>
          {detail ? (
            <div className="truncate text-xs leading-[15px] text-ink-3 max-sm:leading-4">{detail}</div>
          ) : null}
        </div>
      </div>
    </td>
  );
}
