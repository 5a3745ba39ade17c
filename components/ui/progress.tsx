import type { ReactNode } from 'react';
import { cn } from './cn';

const BAR = {
  accent: 'bg-accent-text',
  green: 'bg-green-solid',
  amber: 'bg-amber-solid',
  red: 'bg-red-solid',
};

type ProgressProps = {
  label: string;
  /** How much is done; null when that is unknown. */
  value: number | null;
  max: number;
  /** How quick it is, like "240 a second". */
  rate?: string;
  detail?: ReactNode;
  tone?: keyof typeof BAR;
  /** At the right of the label, a Cancel button say. */
  action?: ReactNode;
};

/** Long work on its way: what, how many of how many, how quick, and a bar. */
export function Progress({ label, value, max, rate, detail, tone = 'accent', action }: ProgressProps) {
  const share = value === null || max <= 0 ? null : Math.min(1, Math.max(0, value / max));
  const count = value === null ? null : `${value.toLocaleString('en')} of ${max.toLocaleString('en')}`;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium text-ink">{label}</span>
        <span className="text-ink-2 tabular-nums">{[count, rate].filter(Boolean).join(' · ')}</span>
      </div>
      <div className="flex items-center gap-3">
        <Bar label={label} share={share} text={count ?? undefined} className={BAR[tone]} />
        {action}
      </div>
      {detail ? <div className="text-xs text-ink-3">{detail}</div> : null}
    </div>
  );
}

type BarProps = { label: string; share: number | null; text?: string; className: string };

function Bar({ label, share, text, className }: BarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100), 'aria-valuetext': text })}
      className="h-1.5 flex-1 overflow-hidden rounded-full bg-press"
    >
      <div
        className={cn(
          'h-full rounded-full transition-[width]',
          className,
          share === null && 'w-1/3 animate-slide',
        )}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
