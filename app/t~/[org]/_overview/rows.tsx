import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';

type RowProps = { media: ReactNode; title: ReactNode; detail: ReactNode; end: ReactNode; href?: string };

/** A line of an overview panel: who or what, what identifies it, and a time at the right. */
export function Row({ media, title, detail, end, href }: RowProps) {
  const inside = (
    <>
      {media}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ink">{title}</span>
        <span className="block truncate text-xs text-ink-3">{detail}</span>
      </span>
      <span className="shrink-0 text-xs text-ink-3">{end}</span>
    </>
  );
  const look = 'flex min-h-12 items-center gap-3 px-4 py-1.5';
  return (
    <li>
      {href ? (
        <Link href={href} className={`${look} hover:bg-hover focus-visible:-outline-offset-2`}>
          {inside}
        </Link>
      ) : (
        <div className={look}>{inside}</div>
      )}
    </li>
  );
}

/** The link at a panel's head that leads to all of it. */
export function All({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="touch-target text-ink-2 hover:text-ink hover:underline">
      {children}
    </Link>
  );
}
