import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** A cell that phones leave out: there a row is two lines, and the second one says what matters of it. */
export function WideCell({ muted, children }: { muted?: boolean; children: ReactNode }) {
  return (
    <td {...{ role: 'cell' }} className={cn('td-base max-sm:hidden!', muted && 'text-ink-2')}>
      {children}
    </td>
  );
}
