import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type SectionProps = {
  title: string;
  /** Lets a link lead here: /account#access. */
  anchor?: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Content below the heading instead of beside it; for tables and lists. */
  stacked?: boolean;
  children: ReactNode;
};

/** One matter on a settings page: what it is at the left, its controls at the right; no box around it. */
export function Section({ title, anchor, description, actions, stacked, children }: SectionProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className={cn(
        'grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-4 border-t border-line pt-6 pb-3 first-of-type:border-t-0 first-of-type:pt-1',
        !stacked && 'lg:grid-cols-[minmax(0,5fr)_minmax(0,9fr)]',
      )}
    >
      <div className={cn(stacked && 'flex flex-wrap items-start justify-between gap-x-6 gap-y-3')}>
        <div className="min-w-0">
          <h2 id={id} className="text-base font-semibold text-ink">
            {title}
          </h2>
          {description ? <p className="mt-0.5 max-w-[60ch] text-ink-2">{description}</p> : null}
        </div>
        {actions ? <div className={cn('flex flex-wrap gap-2', !stacked && 'mt-3')}>{actions}</div> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
