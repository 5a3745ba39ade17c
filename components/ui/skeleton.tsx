import { cn } from './cn';

/** Holds the place of text or a picture that is coming. Give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block animate-shimmer rounded-[5px] bg-press', className)} />;
}
