import type { ReactNode } from 'react';
import { cn } from './cn';

type PanelProps = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** No padding: the content brings its own, like a table or a list of rows. */
  flush?: boolean;
  children: ReactNode;
};

/** One bordered surface that holds something apart from the page. Never inside another. */
export function Panel({ title, description, actions, footer, flush, children }: PanelProps) {
  return (
    <div className="min-w-0 overflow-clip rounded-card border border-line bg-surface">
      {title || actions ? (
        <div
          className={cn(
            'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3',
            flush && 'border-b border-line',
          )}
        >
          <div className="min-w-0">
            <h2 className="text-base font-semibold text-ink">{title}</h2>
            {description ? <p className="text-ink-2">{description}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      <div
        className={cn(
          flush
            ? '[&_td:first-child]:pl-4 [&_td:last-child]:pr-4 [&_th:first-child]:pl-4 [&_th:last-child]:pr-4 max-sm:[&_table[data-layout=stack]_tr]:px-4'
            : 'px-4 pb-4',
          !flush && !title && 'pt-4',
        )}
      >
        {children}
      </div>
      {footer ? (
        <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line bg-sunken px-4 py-2.5 text-ink-2">
          {footer}
        </div>
      ) : null}
    </div>
  );
}
