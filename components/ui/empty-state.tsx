import type { ReactNode } from 'react';
import { cn } from './cn';

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** The one button. */
  action?: ReactNode;
  /** Less air, for a section of a page. */
  small?: boolean;
  /** What this is for, or why nothing was found, in one sentence. */
  children?: ReactNode;
};

/** What stands where a list would be while it has nothing in it. */
export function EmptyState({ icon, title, action, small, children }: EmptyStateProps) {
  return (
    <div className={cn('grid justify-items-center px-4 text-center', small ? 'py-8' : 'py-16')}>
      {icon ? (
        <span className="mb-3 grid size-10 place-items-center rounded-card border border-line bg-field text-ink-2 shadow-control">
          {icon}
        </span>
      ) : null}
      <h2 className="text-base font-medium text-ink">{title}</h2>
      {children ? <p className="mt-1 max-w-[42ch] text-base text-balance text-ink-2">{children}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
