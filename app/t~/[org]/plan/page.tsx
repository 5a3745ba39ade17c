import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireActorWith } from '@/lib/admit/page';
import { PLAN_ROW } from '@/lib/data/plan';
import { USAGE_NOW } from '@/lib/data/usage';
import { limitsOf, type PlanRow } from '@/lib/plans/entitlements';
import { orgPaths } from '@/lib/routes';
import { Arranged } from './arranged';
import { Current } from './current';
import { Payment } from './payment';
import { PlanColumns } from './plan-columns';

export const metadata: Metadata = { title: 'Plan' };

/** What the organization is on, what else there is, and the way from one to the other. For owners. */
export default async function PlanPage() {
  const {
    actor,
    rows: [[row], used],
  } = await requireActorWith('billing.read', [PLAN_ROW, USAGE_NOW]);
  const now: PlanRow = row ?? { plan: actor.org.plan, features: {}, features_off: [], limits: {} };
  const uses = new Map(used.map((one) => [one.limit_key, one.used]));
  return (
    <Page>
      <PageHeader
        title="Plan"
        description={`What ${actor.org.name} may use. A change is in force at once, for everybody.`}
        actions={<LinkButton href={orgPaths.usage}>See usage</LinkButton>}
      />
      <Current plan={actor.org.plan} limits={limitsOf(now)} used={uses} on={actor.features.size} />
      <PlanColumns row={now} current={actor.org.plan} org={actor.org.name} used={uses} />
      <Arranged row={now} />
      <Payment />
    </Page>
  );
}
