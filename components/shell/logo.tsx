import { cn } from '@/components/ui/cn';

/** The mark: three houses in one row, each behind its own wall; the middle one carries the accent. */
export function Logo({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden className={cn('shrink-0', className)}>
      <path fill="currentColor" d="M1.5 20V9.8h1.35V7.6h3.8v2.2H8V20z" />
      <path
        fill="var(--accent-text)"
        fillRule="evenodd"
        d="M8.75 20V7.6L12 4.1l3.25 3.5V20zm2.4-4.15V20h1.7v-4.15a.85.85 0 0 0-1.7 0z"
      />
      <path fill="currentColor" d="M16 20v-9.15a3.25 3.25 0 0 1 6.5 0V20z" />
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
