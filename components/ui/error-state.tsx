import type { ReactNode } from 'react';
import { Code } from './code';

type ErrorStateProps = {
  icon?: ReactNode;
  title: string;
  /** What support can search for. */
  code?: string;
  actions?: ReactNode;
  /** What happened and the way out, in a sentence. */
  children: ReactNode;
};

/** A whole page's or region's failure: what happened, the way out, the code. */
export function ErrorState({ icon, title, code, actions, children }: ErrorStateProps) {
  return (
    <div className="mx-auto grid w-full max-w-[480px] justify-items-start px-4 py-16 sm:py-24">
      {icon ? <span className="mb-4 text-ink-3 [&_.lucide]:size-6">{icon}</span> : null}
      <h1 className="text-title font-semibold text-balance text-ink">{title}</h1>
      <div className="mt-2 text-base text-ink-2">{children}</div>
      {actions ? <div className="mt-5 flex flex-wrap gap-2">{actions}</div> : null}
      {code ? (
        <p className="mt-6 text-xs text-ink-3">
          Code <Code>{code}</Code>
        </p>
      ) : null}
    </div>
  );
}
