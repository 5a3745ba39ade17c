import type { ReactNode } from 'react';
import { Hairline } from './hairline';
import { Wordmark } from './logo';
import { type Brand, OrgBrand } from './org-brand';
import { Skyline } from './skyline';

type AuthCardProps = {
  title: string;
  description?: ReactNode;
  /** Whose door this is; on the root host nobody's. Wrap the page in OrgColor for its colour. */
  org?: Brand & { message?: string | null };
  /** Below the form: the way to sign-up, say. */
  footer?: ReactNode;
  children: ReactNode;
};

/** The page of one small form before somebody is in: sign-in, sign-up, an invitation, a reset. */
export function AuthCard({ title, description, org, footer, children }: AuthCardProps) {
  return (
    <div className="relative flex min-h-dvh flex-col overflow-hidden bg-canvas">
      <Hairline />
      <main
        id="main"
        className="relative z-1 mx-auto w-full max-w-[416px] flex-1 px-4 pt-[max(2.5rem,11vh)] pb-12"
      >
        <div className="mb-6 flex min-h-8 items-center justify-center gap-2.5">
          {org ? <OrgBrand {...org} size={32} className="max-w-[280px] text-base" /> : <Wordmark />}
        </div>
        <div className="rounded-card border border-line bg-surface p-6 shadow-control sm:p-8">
          <h1 className="text-title font-semibold text-balance text-ink">{title}</h1>
          {description ? <div className="mt-1 text-base text-ink-2">{description}</div> : null}
          {org?.message ? (
            <p className="mt-4 border-l-2 border-accent pl-3 text-base whitespace-pre-line text-ink-2">
              {org.message}
            </p>
          ) : null}
          <div className="mt-6">{children}</div>
        </div>
        {footer ? <div className="mt-5 text-center text-ink-2">{footer}</div> : null}
        {org ? <p className="mt-5 text-center text-xs text-ink-3">Runs on Rowhouse</p> : null}
      </main>
      <Skyline />
    </div>
  );
}
