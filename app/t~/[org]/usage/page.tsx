import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { USAGE_NOW, usageDays } from '@/lib/data/usage';
import { COUNTED } from '@/lib/plans/limits';
import { PLANS } from '@/lib/plans/plans';
import { notesFrom, usageSeries } from '@/lib/plans/usage-series';
import { orgPaths } from '@/lib/routes';
import { LimitCard } from './limit-card';

export const metadata: Metadata = { title: 'Usage' };

const SPANS = [30, 90] as const;

/** What the organization uses of each limit, now and over the last days. `?days=90` looks further back. */
export default async function UsagePage({ searchParams }: PageProps<'/t~/[org]/usage'>) {
  const asked = Number((await searchParams).days);
  const days = SPANS.find((span) => span === asked) ?? 30;
  const now = Date.now();
  const {
    actor,
    rows: [used, noted],
  } = await requireActorWith('usage.read', [USAGE_NOW, usageDays(notesFrom(days, now))]);
  const usedOf = new Map(used.map((one) => [one.limit_key, one.used]));
  return (
    <Page>
      <PageHeader
        title="Usage"
        description={`What ${actor.org.name} uses of the ${PLANS[actor.org.plan].label} plan. Nobody else’s use counts here.`}
        actions={may(actor, 'billing.read') ? <LinkButton href={orgPaths.plan}>See plans</LinkButton> : null}
      />
      <Tabs
        label="Time"
        items={SPANS.map((span) => ({
          href: span === 30 ? orgPaths.usage : `${orgPaths.usage}?days=${span}`,
          label: `Last ${span} days`,
          active: span === days,
        }))}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-2">
        {COUNTED.map((limit) => {
          const now_ = usedOf.get(limit) ?? 0;
          const days_ = noted.filter((one) => one.limit_key === limit);
          return (
            <LimitCard
              key={limit}
              limit={limit}
              used={now_}
              most={actor.limits[limit]}
              points={usageSeries(limit, days_, now_, days, now)}
            />
          );
        })}
      </div>
    </Page>
  );
}
