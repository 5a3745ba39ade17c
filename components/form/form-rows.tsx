import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

/** A form's one column, at a width that reads well. */
export function FormRows({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={cn('grid grid-cols-[minmax(0,1fr)] gap-4', !wide && 'max-w-[480px]')}>{children}</div>
  );
}

/** The buttons at a form's end, main act first. In a dialog use DialogFooter. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1">{children}</div>;
}
