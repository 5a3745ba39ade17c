import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { PLAN_ROW } from '@/lib/data/plan';
import { ALL_FEATURES, entitledTo, featuresOf } from '@/lib/plans/entitlements';
import { isPlan, PLANS } from '@/lib/plans/plans';
import { orgPaths } from '@/lib/routes';
import { FeatureRow } from './feature-row';

export const metadata: Metadata = { title: 'Features' };

/** What the organization may switch on and off, for all of its members at once. */
export default async function FeaturesPage() {
  const {
    actor,
    rows: [[row]],
  } = await requireActorWith('feature.read', [PLAN_ROW]);
  const given = row ? entitledTo(row) : new Set();
  const on = row ? featuresOf(row) : new Set();
  const { plan } = actor.org;
  const mayChoose = may(actor, 'billing.read');
  return (
    <Page>
      <PageHeader
        title="Features"
        description="What is off is gone for every member with their next click."
      />
      <Panel
        flush
        title={`${on.size} of ${ALL_FEATURES.length} on`}
        description={`${actor.org.name} is on the ${isPlan(plan) ? PLANS[plan].label : plan} plan.`}
        actions={
          mayChoose ? (
            <LinkButton href={orgPaths.plan} size="sm">
              Compare plans
            </LinkButton>
          ) : null
        }
      >
        <ul className="divide-y divide-line">
          {ALL_FEATURES.map((feature) => (
            <FeatureRow
              key={feature}
              feature={feature}
              on={on.has(feature)}
              given={given.has(feature)}
              mayChoose={mayChoose}
              maySwitch={may(actor, 'feature.switch')}
            />
          ))}
        </ul>
      </Panel>
    </Page>
  );
}
