import type { ReactNode } from 'react';
import { cn } from './cn';

/** A page's content: its padding and its width. `wide` lets a table take all there is. */
export function Page({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        'mx-auto grid w-full grid-cols-[minmax(0,1fr)] content-start gap-y-5 px-4 py-5 sm:px-6 shell:px-8 shell:py-7',
        wide ? '' : 'max-w-[1200px]',
      )}
    >
      {children}
    </div>
  );
}
