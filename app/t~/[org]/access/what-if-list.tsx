import { ArrowRight } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { ResourceKind } from '@/lib/access/grants';
import { PERMISSIONS, ROLE_LABELS } from '@/lib/access/permissions';
import { type WhatIf, whatIfs, why } from '@/lib/access/why';
import type { ReachRow } from '@/lib/data/access-of';
import { roleWord } from '../_access/access-line';
import { waysFrom } from './ways-from';

type WhatIfListProps = { name: string; kind: ResourceKind; row: ReachRow & { let_in: boolean } };

/** What would change: without each team and grant, and in each other role. Nothing is changed by looking. */
export function WhatIfList({ name, kind, row }: WhatIfListProps) {
  const ways = waysFrom(row);
  const now = why(kind, ways).role;
  return (
    <section aria-labelledby="what-if" className="grid gap-2">
      <div>
        <h2 id="what-if" className="text-base font-semibold">
          What if
        </h2>
        <p className="text-ink-2">Now: {roleWord(now).toLowerCase()}. Looking changes nothing.</p>
      </div>
      <ul className="divide-y divide-line rounded-card border border-line">
        {whatIfs(kind, ways).map((one) => {
          const same = one.role === now;
          return (
            <li
              key={said(one, ways.orgRole)}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5"
            >
              <span className="min-w-0 flex-1 basis-60 text-ink-2">{said(one, ways.orgRole)}</span>
              <ArrowRight aria-hidden className="self-center text-ink-3 max-sm:hidden" />
              <span className="min-w-0 flex-[2] basis-60">
                <span
                  className={cn(
                    'font-medium',
                    same ? 'text-ink-2' : one.lost.length ? 'text-red' : 'text-green',
                  )}
                >
                  {same ? `still ${roleWord(one.role).toLowerCase()}` : roleWord(one.role)}
                </span>
                {same ? null : (
                  <span className="block text-xs text-ink-2">
                    {one.lost.length ? `Loses: ${listed(one.lost)}` : `Gains: ${listed(one.gained)}`}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="sr-only">About {name}</p>
    </section>
  );
}

function said(one: WhatIf, orgRole: ReachRow['org_role']): string {
  if ('orgRole' in one.if)
    return `As ${ROLE_LABELS[one.if.orgRole].label.toLowerCase()} instead of ${ROLE_LABELS[orgRole].label.toLowerCase()}`;
  return one.if.without === 'team' ? `Without team ${one.if.team.name}` : 'Without their own grant';
}

const listed = (permissions: WhatIf['lost']): string =>
  permissions.map((one) => PERMISSIONS[one].charAt(0).toLowerCase() + PERMISSIONS[one].slice(1)).join(', ');
