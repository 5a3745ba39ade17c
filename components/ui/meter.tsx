import { cn } from './cn';

type MeterProps = {
  label: string;
  value: number;
  /** null: without limit. */
  limit: number | null;
  /** Turns a number into text, when it isn't a plain count ("1.2 GB"). */
  format?: (n: number) => string;
};

/** Use against a limit: amber from 80 %, red when it is reached, always with the figures. */
export function Meter({ label, value, limit, format = (n) => n.toLocaleString('en') }: MeterProps) {
  const share = limit === null ? 0 : shareOf(value, limit);
  const state = share >= 1 ? 'Limit reached' : share >= 0.8 ? 'Close to the limit' : null;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium text-ink">{label}</span>
        <span className="text-ink-2 tabular-nums">
          {state ? <span className="mr-2 text-ink">{state}</span> : null}
          {format(value)} {limit === null ? 'used' : `of ${format(limit)}`}
        </span>
      </div>
      {limit === null ? null : (
        <MeterBar label={label} value={value} limit={limit} text={`${format(value)} of ${format(limit)}`} />
      )}
    </div>
  );
}

type MeterBarProps = {
  label: string;
  value: number;
  limit: number;
  /** What it shows, as a person reads it. */
  text: string;
};

/** The bar of a Meter alone, where the figures stand beside it in another form. */
export function MeterBar({ label, value, limit, text }: MeterBarProps) {
  const share = shareOf(value, limit);
  const tone = share >= 1 ? 'bg-red-solid' : share >= 0.8 ? 'bg-amber-solid' : 'bg-accent-text';
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> can't be styled alike in all browsers
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(limit, 1)}
      aria-valuenow={Math.min(value, limit)}
      aria-valuetext={text}
      className="h-1.5 overflow-hidden rounded-full bg-press"
    >
      <div className={cn('h-full rounded-full', tone)} style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** 0 to 1. Of a limit of none, nothing is used up before something is used. */
const shareOf = (value: number, limit: number) =>
  limit > 0 ? Math.min(1, value / limit) : value > 0 ? 1 : 0;
