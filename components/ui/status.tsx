import type { ReactNode } from 'react';
import { cn } from './cn';

const DOT = {
  neutral: 'bg-ink-3',
  green: 'bg-green-solid',
  amber: 'bg-amber-solid',
  red: 'bg-red-solid',
  blue: 'bg-blue-solid',
};

export type Tone = keyof typeof DOT;

/** How a thing fares, as dot and word, so that colour never says it alone. `live` makes the dot pulse. */
export function Status({
  tone = 'neutral',
  live,
  children,
}: {
  tone?: Tone;
  live?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap text-ink">
      <span className={cn('relative size-2 shrink-0 rounded-full', DOT[tone])} aria-hidden>
        {live ? <span className={cn('absolute inset-0 animate-live rounded-full', DOT[tone])} /> : null}
      </span>
      {children}
    </span>
  );
}
