'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

export type ChartProps = {
  /** What is counted: "Members". */
  label: string;
  /** A day ("2026-11-25") and what it was; null before anything was known. */
  points: { day: string; value: number | null }[];
  /** Drawn as a dashed line when the curve comes near it; null: without limit. */
  limit: number | null;
  unit: 'count' | 'bytes';
  /** The curve in a sentence: what a picture's alternative text says. */
  summary: string;
};

const Drawing = dynamic(() => import('./area'), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/**
 * Something over time, as an area in the one hue of the org. A picture with a sentence: put the figures into a table
 * beside it. Loaded when it is on the page, at the size that it will have.
 */
export function Chart(props: ChartProps) {
  return (
    <div role="img" aria-label={props.summary} className="h-40">
      <div aria-hidden className="h-full">
        <Drawing {...props} format={props.unit === 'bytes' ? bytes : count} />
      </div>
    </div>
  );
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const count = (n: number) => compact.format(n);
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

function bytes(n: number): string {
  const power = n < 1024 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), UNITS.length - 1);
  return `${(n / 1024 ** power).toLocaleString('en', { maximumFractionDigits: 1 })} ${UNITS[power]}`;
}
