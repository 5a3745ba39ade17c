import { Chart } from '@/components/chart/chart';
import { MeterBar } from '@/components/ui/meter';
import { Status } from '@/components/ui/status';
import { type CountedLimit, LIMITS } from '@/lib/plans/limits';
import { amount } from '@/lib/plans/quota-words';
import type { Point } from '@/lib/plans/usage-series';
import { levelOf } from '@/lib/plans/warnings';
import { Figures } from './figures';

type LimitCardProps = { limit: CountedLimit; used: number; most: number; points: Point[] };

/** One limit: how much of it is used, as figure, share and bar, and how that came about. */
export function LimitCard({ limit, used, most, points }: LimitCardProps) {
  const { label, sentence, full, unit } = LIMITS[limit];
  const level = levelOf(used, most);
  const known = points.filter((point) => point.value !== null);
  return (
    <section
      aria-labelledby={`limit-${limit}`}
      data-limit={limit}
      className="flex min-w-0 flex-col gap-4 rounded-card border border-line bg-surface px-5 py-4"
    >
      <div>
        <div className="flex items-center justify-between gap-4">
          <h2 id={`limit-${limit}`} className="text-base font-semibold text-ink">
            {label}
          </h2>
          {level ? (
            <Status tone={level === 'full' ? 'red' : 'amber'}>
              {level === 'full' ? 'Limit reached' : 'Close to the limit'}
            </Status>
          ) : null}
        </div>
        <p className="text-ink-2">{sentence}</p>
      </div>
      <div className="grid gap-2">
        <div className="flex items-baseline justify-between gap-4 tabular-nums">
          <p className="text-ink-3">
            <span className="text-title font-semibold text-ink">{amount(limit, used)}</span>{' '}
            {most === 0 ? 'None in your plan' : `of ${amount(limit, most)}`}
          </p>
          {most === 0 ? null : <p className="font-medium text-ink-2">{percent(used, most)}</p>}
        </div>
        <MeterBar
          label={label}
          value={used}
          limit={most}
          text={`${amount(limit, used)} of ${amount(limit, most)}`}
        />
        {level ? (
          <p className="text-ink-2">{level === 'full' ? full : `${amount(limit, most - used)} left.`}</p>
        ) : null}
      </div>
      {known.some((point) => point.value) ? (
        <figure className="mt-auto">
          <Chart
            label={label}
            points={points}
            limit={most || null}
            unit={unit}
            summary={summary(limit, known, most)}
          />
          <Figures limit={limit} points={known} most={most} />
        </figure>
      ) : (
        <p className="mt-auto grid h-40 place-content-center rounded-control bg-sunken text-center text-ink-3">
          Nothing was used yet.
        </p>
      )}
    </section>
  );
}

/** A share as people read it: a little is not nothing, and nearly all is not all. */
function percent(used: number, most: number): string {
  const share = (used / most) * 100;
  if (used > 0 && share < 1) return '< 1 %';
  return `${(share < 100 ? Math.floor(share) : Math.round(share)).toLocaleString('en')} %`;
}

function summary(limit: CountedLimit, points: Point[], most: number): string {
  const values = points.map(({ value }) => value ?? 0);
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const [from, to, peak] = [first, last, Math.max(...values)].map((n) => amount(limit, n));
  const bound = most ? `, of ${amount(limit, most)}` : '';
  return `${LIMITS[limit].label} over ${points.length} days: from ${from} to ${to}, at most ${peak}${bound}.`;
}
