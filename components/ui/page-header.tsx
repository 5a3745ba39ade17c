import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from './link';

type PageHeaderProps = {
  title: string;
  /** One sentence, or a count. */
  description?: ReactNode;
  count?: ReactNode;
  actions?: ReactNode;
  /** Beside the title: a Badge or a Status. */
  badge?: ReactNode;
  /** Before the title: an Avatar or an OrgMark. */
  media?: ReactNode;
  back?: { href: string; label: string };
};

/** A page's title, what it is in one sentence, and what can be done, the main act at the right. */
export function PageHeader({ title, description, count, actions, badge, media, back }: PageHeaderProps) {
  return (
    <header>
      {back ? (
        <Link
          href={back.href}
          className="touch-target mb-2 -ml-1 inline-flex items-center gap-1 rounded-control text-ink-3 hover:text-ink"
        >
          <ChevronLeft />
          {back.label}
        </Link>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-60 items-start gap-3">
          {media}
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h1 className="text-title font-semibold break-words text-ink">{title}</h1>
              {badge}
            </div>
            {description || count ? (
              <div className="mt-0.5 max-w-[68ch] text-base text-ink-2 tabular-nums">
                {description ?? count}
              </div>
            ) : null}
          </div>
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
