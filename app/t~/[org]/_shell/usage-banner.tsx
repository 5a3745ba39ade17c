import { CircleAlert, TriangleAlert } from 'lucide-react';
import { hideUsageWarning } from '@/app/actions/shell';
import { ActionButton } from '@/components/form/action-button';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import type { Actor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { frameReads } from '@/lib/admit/page';
import { LIMITS } from '@/lib/plans/limits';
import { amount } from '@/lib/plans/quota-words';
import { type Warning, warningsOf } from '@/lib/plans/warnings';
import { orgPaths } from '@/lib/routes';
import { warningHidden } from '@/lib/shell/usage-warning-cookie';

/** A line over every page while a limit is nearly or wholly used up, for those who can do something about it. */
export async function UsageBanner({ actor }: { actor: Actor }) {
  if (!may(actor, 'usage.read') || (await warningHidden('full'))) return null;
  const [, used] = await frameReads();
  const warnings = warningsOf(actor.limits, new Map(used.map((one) => [one.limit_key, one.used])));
  const level = warnings.some((one) => one.level === 'full') ? 'full' : 'near';
  const told = warnings.filter((one) => one.level === level);
  if (told.length === 0 || (await warningHidden(level))) return null;
  const Icon = level === 'full' ? CircleAlert : TriangleAlert;
  return (
    <aside
      aria-label="Limits"
      className={cn(
        'flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 sm:px-6 shell:px-8',
        level === 'full' ? 'bg-red-soft' : 'bg-amber-soft',
      )}
    >
      <Icon aria-hidden className={level === 'full' ? 'text-red' : 'text-amber'} />
      <p className="min-w-0 flex-1 basis-60 text-ink">
        {sentence(told)}{' '}
        <Link href={orgPaths.usage} className="touch-target font-medium underline underline-offset-2">
          See usage
        </Link>
      </p>
      <ActionButton action={hideUsageWarning} input={{ level }} refresh variant="ghost" size="sm">
        Hide for today
      </ActionButton>
    </aside>
  );
}

/** "Members: 25 of 25. Nobody can join …", or all of their names when there are several. */
function sentence(warnings: Warning[]): string {
  const [only, ...others] = warnings;
  if (only && others.length === 0) {
    const { limit, used, most, level } = only;
    const figures = `${LIMITS[limit].label}: ${amount(limit, used)} of ${amount(limit, most)}.`;
    return level === 'full' ? `${figures} ${LIMITS[limit].full}` : `${figures} The limit is close.`;
  }
  const names = new Intl.ListFormat('en').format(warnings.map(({ limit }) => LIMITS[limit].label));
  return only?.level === 'full' ? `Limits reached: ${names}.` : `Limits are close: ${names}.`;
}
