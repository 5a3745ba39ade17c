import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { ALL_FEATURES } from '@/lib/plans/entitlements';
import type { Limits } from '@/lib/plans/limits';
import { type CountedLimit, LIMITS } from '@/lib/plans/limits';
import { PLANS, type Plan } from '@/lib/plans/plans';
import { amount } from '@/lib/plans/quota-words';
import { orgPaths } from '@/lib/routes';

type CurrentProps = { plan: Plan; limits: Limits; used: ReadonlyMap<CountedLimit, number>; on: number };

/** The plan of today, in one line: its name and price, and how much of the two things that people ask for first. */
export function Current({ plan, limits, used, on }: CurrentProps) {
  const { label, sentence, price } = PLANS[plan];
  const members = used.get('members') ?? 0;
  return (
    <div className="flex flex-wrap items-center gap-x-10 gap-y-4 rounded-card border border-line bg-surface px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex items-center gap-2">
          <span className="text-title font-semibold text-ink">{label}</span>
          <Badge tone="accent">Your plan</Badge>
        </p>
        <p className="text-ink-2">{sentence}</p>
      </div>
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Figure term="Price" value={price} />
        <Figure
          term={LIMITS.members.label}
          value={`${amount('members', members)} of ${amount('members', limits.members)}`}
          href={orgPaths.usage}
        />
        <Figure term="Features on" value={`${on} of ${ALL_FEATURES.length}`} href={orgPaths.features} />
      </dl>
    </div>
  );
}

function Figure({ term, value, href }: { term: string; value: string; href?: string }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{term}</dt>
      <dd className="font-medium text-ink tabular-nums">
        {href ? (
          <Link href={href} className="touch-target hover:underline">
            {value}
          </Link>
        ) : (
          value
        )}
      </dd>
    </div>
  );
}
