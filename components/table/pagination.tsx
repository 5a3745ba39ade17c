'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { cn } from '@/components/ui/cn';
import { isTyping } from '@/components/ui/is-typing';
import { Link } from '@/components/ui/link';

type PaginationProps = {
  /** The first and last row in sight, counted from 1. */
  from: number;
  to: number;
  /** null: not counted. */
  total: number | null;
  /** The total is a floor: "of more than 10,000". */
  atLeast?: boolean;
  prevHref?: string | null;
  nextHref?: string | null;
};

/** Where in a long list one is, and links to the pages before and after; ← and → follow them. */
export function Pagination({ from, to, total, atLeast, prevHref, nextHref }: PaginationProps) {
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      if (isTyping(event.target) || document.querySelector('[role=dialog],[role=menu],[role=listbox]'))
        return;
      const href = event.key === 'ArrowLeft' ? prevHref : event.key === 'ArrowRight' ? nextHref : null;
      if (href) router.push(href);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, prevHref, nextHref]);

  if (to === 0) return null;
  const n = (value: number) => value.toLocaleString('en');
  const of = total === null ? '' : ` of ${atLeast ? 'more than ' : ''}${n(total)}`;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 text-ink-2">
      <p className="tabular-nums">
        {n(from)}–{n(to)}
        {of}
      </p>
      {prevHref || nextHref ? (
        <div className="flex gap-1.5">
          <Step href={prevHref} rel="prev" label="Previous page">
            <ChevronLeft />
          </Step>
          <Step href={nextHref} rel="next" label="Next page">
            <ChevronRight />
          </Step>
        </div>
      ) : null}
    </nav>
  );
}

type StepProps = { href?: string | null; rel: 'prev' | 'next'; label: string; children: ReactNode };

function Step({ href, rel, label, children }: StepProps) {
  const look = cn(buttonClass({ variant: 'secondary', square: true }));
  return href ? (
    <Link href={href} rel={rel} aria-label={label} title={label} className={look}>
      {children}
    </Link>
  ) : (
    <span aria-hidden className={cn(look, 'pointer-events-none opacity-40')}>
      {children}
    </span>
  );
}
