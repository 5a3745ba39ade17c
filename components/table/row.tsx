'use client';

import type { MouseEvent, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

// What has a click of its own.
const OWN_CLICK = 'a, button, input, label, select, textarea, summary';

/** A row. It is lit while pointed at if it opens something, and marked while it is selected. */
export function Tr({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <tr {...{ role: 'row' }} onClick={openRow} className={cn('group/row tr-base', className)}>
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
