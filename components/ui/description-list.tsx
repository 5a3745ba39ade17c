import type { ReactNode } from 'react';

type Item = { term: string; value: ReactNode; hint?: ReactNode };

/** Facts about one thing: terms left, values right; below each other on phones. */
export function DescriptionList({ items }: { items: Item[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, value, hint }) => (
        <div key={term} className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[minmax(8rem,14rem)_1fr]">
          <dt className="text-ink-2">{term}</dt>
          <dd className="min-w-0 text-ink">
            {value}
            {hint ? <div className="text-xs text-ink-3">{hint}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
