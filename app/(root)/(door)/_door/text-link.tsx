import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link in a sentence. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="touch-target rounded-[3px] font-medium text-accent-text underline-offset-2 hover:underline"
    >
      {children}
    </Link>
  );
}
