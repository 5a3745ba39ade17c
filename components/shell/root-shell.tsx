import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { SkipLink } from '@/components/ui/skip-link';
import { Hairline } from './hairline';
import { Wordmark } from './logo';

type RootShellProps = {
  /** PersonMenu, compact; absent when nobody is signed in. */
  person?: ReactNode;
  /** Links beside the logo. */
  nav?: ReactNode;
  children: ReactNode;
};

/** The frame of the root host, where no organization is current: a bar with the logo and the person. */
export function RootShell({ person, nav, children }: RootShellProps) {
  return (
    <div className="flex min-h-dvh flex-col [--sticky-top:3.5rem]">
      <SkipLink />
      <Hairline />
      <header className="sticky top-0 z-20 border-b border-line bg-canvas pt-0.5">
        <div className="mx-auto flex h-14 w-full max-w-[1200px] items-center gap-6 px-4 sm:px-6 shell:px-8">
          <Link href="/" className="touch-target flex rounded-control">
            <Wordmark />
          </Link>
          {nav ? <nav aria-label="Main">{nav}</nav> : null}
          <div className="ml-auto flex items-center gap-2">{person}</div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="flex-1 bg-surface outline-none">
        {children}
      </main>
    </div>
  );
}
