import { ChevronRight, ExternalLink } from 'lucide-react';
import { useId } from 'react';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { DomainActs, type MayDomains } from './domain-acts';
import type { DomainLine, ShownOrg } from './domain-line';
import { DomainNote, DomainState } from './domain-state';
import { Records } from './records';

type DomainCardProps = {
  line: DomainLine;
  org: ShownOrg;
  may: MayDomains;
  now: number;
};

/** One custom domain: how it fares, what to do about it, and its records; of one that is well they are folded away. */
export function DomainCard({ line, org, may, now }: DomainCardProps) {
  const id = useId();
  const { host, readable, href, state, primary, checked, records } = line;
  return (
    <article aria-labelledby={id} className="overflow-clip rounded-card border border-line bg-surface">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-3.5">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 id={id} className="min-w-0 font-mono text-sm font-medium break-all text-ink">
              {href ? (
                <a href={href} className="inline-flex items-center gap-1.5 rounded-[4px] hover:underline">
                  {host}
                  <ExternalLink aria-hidden className="size-3.5! shrink-0 text-ink-3" />
                </a>
              ) : (
                host
              )}
            </h3>
            {primary ? <Badge tone="accent">Primary</Badge> : null}
            <DomainState state={state} />
          </div>
          {readable ? <p className="mt-0.5 break-all text-ink-2">{readable}</p> : null}
          <p className="mt-1 max-w-[68ch] text-ink-2">
            <DomainNote line={line} org={org} />
          </p>
          {state === 'lapsed' ? null : (
            <p className="mt-0.5 text-xs text-ink-3">
              {checked ? (
                <>
                  Checked <RelativeTime at={checked} now={now} />
                </>
              ) : (
                'Not checked yet'
              )}
            </p>
          )}
        </div>
        <DomainActs line={line} org={org} may={may} />
      </header>
      {state === 'live' ? (
        <details className="group border-t border-line">
          <summary className="flex cursor-pointer list-none items-center gap-1.5 px-4 py-2 text-ink-2 hover:text-ink focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="group-open:rotate-90" />
            DNS records
          </summary>
          <Records records={records} host={host} />
        </details>
      ) : state === 'lapsed' ? null : (
        <Records records={records} host={host} />
      )}
    </article>
  );
}
