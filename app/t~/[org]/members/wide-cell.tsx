import type { ReactNode } from 'react';
import { cellClass } from '@/components/table/table';
import { cn } from '@/components/ui/cn';

/** A cell that phones leave out: there a row is two lines, and the second one says what matters of it. */
export function WideCell({ muted, children }: { muted?: boolean; children: ReactNode }) {
  return (
    <td {...{ role: 'cell' }} className={cn(cellClass, muted && 'text-ink-2', 'max-sm:hidden!')}>
      {children}
    </td>
  );
}
