'use client';

import type { ReactNode } from 'react';
import { Wordmark } from '@/components/shell/logo';
import { Skyline } from '@/components/shell/skyline';

/**
 * A page outside every shell, for the moments when there is no organization, or no access, to show. A client component,
 * since every page's payload carries its 403 and 404 along: so carried, they are a reference.
 */
export function Standalone({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <main id="main" className="grid flex-1 content-center pt-10 [&>div]:py-8">
        <span className="mx-auto block w-full max-w-[480px] px-4">
          <Wordmark />
        </span>
        {children}
      </main>
      <Skyline />
    </div>
  );
}
