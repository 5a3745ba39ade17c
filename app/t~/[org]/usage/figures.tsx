import type { CountedLimit } from '@/lib/plans/limits';
import { LIMITS } from '@/lib/plans/limits';
import { amount } from '@/lib/plans/quota-words';
import type { Point } from '@/lib/plans/usage-series';

type FiguresProps = { limit: CountedLimit; points: Point[]; most: number };

const words = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});

/** The figures behind a chart, the latest day first. */
export function Figures({ limit, points, most }: FiguresProps) {
  const { label } = LIMITS[limit];
  return (
    <figcaption className="mt-2">
      <details className="text-xs">
        <summary className="touch-target w-fit rounded-control text-ink-3 hover:text-ink">As a table</summary>
        {/* biome-ignore lint/a11y/useSemanticElements: a section would need a heading of its own */}
        <div
          role="group"
          aria-label={`${label} by day, scrolls`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-2 max-h-56 overflow-y-auto rounded-control border border-line"
        >
          <table className="w-full border-separate border-spacing-0 tabular-nums">
            <caption className="sr-only">
              {label} by day{most ? `, of ${amount(limit, most)}` : ''}
            </caption>
            <thead>
              <tr>
                <th
                  scope="col"
                  className="sticky top-0 bg-surface px-3 py-1.5 text-left font-medium text-ink-3"
                >
                  Day (UTC)
                </th>
                <th
                  scope="col"
                  className="sticky top-0 bg-surface px-3 py-1.5 text-right font-medium text-ink-3"
                >
                  {label}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map(({ day, value }) => (
                <tr key={day}>
                  <th scope="row" className="border-t border-line px-3 py-1 text-left font-normal text-ink-2">
                    <time dateTime={day}>{words.format(new Date(`${day}T00:00:00Z`))}</time>
                  </th>
                  <td className="border-t border-line px-3 py-1 text-right text-ink">
                    {amount(limit, value ?? 0)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figcaption>
  );
}
