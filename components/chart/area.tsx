'use client';

import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartProps } from './chart';

type Shown = ChartProps & { format: (n: number) => string };

const TICK = { fill: 'var(--ink-3)', fontSize: 11 };

/** The drawing of Chart. recharts is large: only Chart imports this, when one is on the page. */
export default function AreaDrawing({ points, limit, format, label }: Shown) {
  const most = Math.max(0, ...points.map(({ value }) => value ?? 0));
  // A limit far above what is used would press the curve flat: then it stands in the figures alone.
  const near = limit !== null && limit > 0 && most >= limit / 4;
  const top = niceTop(near ? Math.max(limit, most) : most);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart data={points} margin={{ top: 8, right: 2, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={shortDay}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={48}
          height={22}
        />
        <YAxis
          domain={[0, top]}
          ticks={[0, top / 2, top]}
          tickFormatter={format}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={52}
        />
        <Tooltip
          content={<Told label={label} format={format} limit={limit} />}
          cursor={{ stroke: 'var(--line-control)' }}
          isAnimationActive={false}
        />
        {near ? (
          <ReferenceLine y={limit} stroke="var(--ink-3)" strokeDasharray="4 4" ifOverflow="extendDomain" />
        ) : null}
        <Area
          dataKey="value"
          type="stepAfter"
          stroke="var(--accent-text)"
          strokeWidth={1.75}
          fill="var(--accent-text)"
          fillOpacity={0.12}
          activeDot={{ r: 3.5, fill: 'var(--accent-text)', stroke: 'var(--surface)', strokeWidth: 2 }}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}

type ToldProps = {
  label: string;
  limit: number | null;
  format: (n: number) => string;
  /** Given by recharts. */
  active?: boolean;
  payload?: { payload: { day: string; value: number | null } }[];
};

function Told({ active, payload, label, limit, format }: ToldProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="rounded-control bg-raised px-2.5 py-1.5 text-xs shadow-float">
      <p className="text-ink-3">{longDay(point.day)}</p>
      <p className="text-ink tabular-nums">
        {label}: <span className="font-medium">{point.value === null ? '–' : format(point.value)}</span>
        {limit === null ? null : <span className="text-ink-3"> of {format(limit)}</span>}
      </p>
    </div>
  );
}

/** A round number at or above `n` whose half is round as well. */
function niceTop(n: number): number {
  if (n <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= n) ?? n;
}

const dayWords = (options: Intl.DateTimeFormatOptions) => {
  const words = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  return (day: string) => words.format(new Date(`${day}T00:00:00Z`));
};
const shortDay = dayWords({ day: 'numeric', month: 'short' });
const longDay = dayWords({ weekday: 'short', day: 'numeric', month: 'long' });
