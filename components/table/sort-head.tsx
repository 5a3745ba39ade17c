import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import type { Align } from './table';

type SortHeadProps = {
  /** The page in the order that a click asks for. */
  href: string;
  /** How it is sorted by this column now; null: it isn't. */
  direction: 'asc' | 'desc' | null;
  align?: Align;
  width?: string | number;
  children: ReactNode;
};

/** A column's head that sorts: a link, so that an order can be bookmarked and sent. */
export function SortHead({ href, direction, align, width, children }: SortHeadProps) {
  const Icon = direction === 'asc' ? ArrowUp : direction === 'desc' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : 'none'}
      {...{ role: 'columnheader' }}
      style={width === undefined ? undefined : { width }}
      className={cn(
        'th-base',
        'max-sm:group-data-[layout=stack]/table:w-auto!',
        align === 'right' && 'text-right',
      )}
    >
      <Link
        href={href}
        scroll={false}
        className={cn(
          'group/sort -mx-1.5 inline-flex h-6 items-center gap-1 rounded-[5px] px-1.5 pointer-coarse:-my-2 pointer-coarse:h-10 hover:bg-hover hover:text-ink',
          align === 'right' && 'flex-row-reverse',
          direction && 'text-ink',
        )}
      >
        {children}
        <Icon
          aria-hidden
          className={cn(
            'size-3!',
            !direction && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
          )}
        />
      </Link>
    </th>
  );
}
