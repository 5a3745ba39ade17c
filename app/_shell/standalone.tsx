import type { ReactNode } from 'react';

/** A page outside every shell, for the moments when there is no organization, or no access, to show. */
export function Standalone({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-center bg-surface pb-[12vh]" id="main">
      {children}
    </main>
  );
}
