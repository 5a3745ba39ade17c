'use client';

import type { MouseEvent, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

// What has a click of its own.
const OWN_CLICK = 'a, button, input, label, select, textarea, summary';

/** A row. It is lit while pointed at if it opens something, and marked while it is selected. */
export function Tr({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <tr
      {...{ role: 'row' }}
      onClick={openRow}
      className={cn(
        'group/row relative in-[tbody]:hover:has-[[data-row-link]]:not-has-[[data-row-check]:checked]:bg-hover has-[[data-row-check]:checked]:bg-accent-soft',
        // On phones the row's content starts at the page's edge; its tint reaches a little further.
        'max-sm:has-[[data-row-check]:checked]:shadow-[-10px_0_0_var(--accent-soft),10px_0_0_var(--accent-soft)]',
        'max-sm:group-data-[layout=stack]/table:flex max-sm:group-data-[layout=stack]/table:flex-wrap max-sm:group-data-[layout=stack]/table:items-center max-sm:group-data-[layout=stack]/table:gap-x-4',
        'max-sm:group-data-[layout=stack]/table:border-b max-sm:group-data-[layout=stack]/table:border-line max-sm:group-data-[layout=stack]/table:py-2.5',
        className,
      )}
    >
      {children}
    </tr>
  );
}

/**
 * Follows the row's link. The link itself covers the row, so this is for what lies above it, like a time
 * that shows the exact one on hover.
 */
function openRow(event: MouseEvent<HTMLTableRowElement>) {
  const { currentTarget: row, target } = event;
  // A menu opened from the row is elsewhere in the page, but its clicks bubble here through React.
  if (!(target instanceof Element) || !row.contains(target) || target.closest(OWN_CLICK)) return;
  const link = row.querySelector<HTMLAnchorElement>('[data-row-link]');
  if (!link) return;
  if (event.metaKey || event.ctrlKey) window.open(link.href, '_blank', 'noopener');
  else link.click();
}
