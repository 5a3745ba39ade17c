import { type ReactNode, useId } from 'react';

/** The end of a settings page: what can't be taken back. Rows inside are DangerRow. */
export function DangerZone({ title = 'Danger zone', children }: { title?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-4">
      <h2 id={id} className="mb-2 text-base font-semibold text-ink">
        {title}
      </h2>
      <div className="divide-y divide-line rounded-card border border-[color-mix(in_oklch,var(--red-solid),transparent_62%)]">
        {children}
      </div>
    </section>
  );
}

type DangerRowProps = { title: string; description: ReactNode; action: ReactNode };

/** One dangerous act: what it is, what it does, and the button that asks first. */
export function DangerRow({ title, description, action }: DangerRowProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="text-sm font-medium text-ink">{title}</h3>
        <p className="text-ink-2">{description}</p>
      </div>
      {action}
    </div>
  );
}
