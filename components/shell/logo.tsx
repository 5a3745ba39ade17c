import { cn } from '@/components/ui/cn';

/** The mark: three houses in one row, each behind its own wall; the middle one carries the accent. */
export function Logo({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden className={cn('shrink-0', className)}>
      <path fill="currentColor" d="M1.5 20V9.9L4.75 6.6 8 9.9V20z" />
      <path
        fill="var(--accent-text)"
        fillRule="evenodd"
        d="M8.75 20V7.6h1.6V4.4h3.3v3.2h1.6V20zm2.35-5.4V20h1.8v-5.4z"
      />
      <path fill="currentColor" d="M16 20V9.85a3.25 3.25 0 0 1 6.5 0V20z" />
    </svg>
  );
}

/** The mark with the product's name. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-2 text-base font-semibold tracking-[-0.01em] text-ink',
        className,
      )}
    >
      <Logo size={22} />
      Rowhouse
    </span>
  );
}
