import type { ReactNode } from 'react';

/** What a FilterBar filters: stays in place, dimmed, while the new result is on its way. */
export function ListRegion({ children }: { children: ReactNode }) {
  return (
    <div className="min-w-0 transition-opacity duration-150 [:has([data-filtering])>&]:opacity-55 [:has([data-filtering])_&]:opacity-55">
      {children}
    </div>
  );
}
