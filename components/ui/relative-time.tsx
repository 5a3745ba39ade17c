import { cn } from './cn';
import { exact, type Moment, relative } from './relative';

/** A time as its distance from `now`, the exact one on hover. Same text on server and client. */
export function RelativeTime({ at, now, className }: { at: Moment; now: Moment; className?: string }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exact(at)}
      className={cn('whitespace-nowrap tabular-nums in-[tr]:relative in-[tr]:z-1', className)}
    >
      {relative(at, now)}
    </time>
  );
}
