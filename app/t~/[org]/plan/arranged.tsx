import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { SHOWN } from '@/lib/plans/compare';
import { ALL_FEATURES, entitledTo, limitsOf, type PlanRow } from '@/lib/plans/entitlements';
import { FEATURES } from '@/lib/plans/features';
import { LIMITS } from '@/lib/plans/limits';
import { amount } from '@/lib/plans/quota-words';

/** What was arranged for this organization besides its plan; nothing when nothing was. */
export function Arranged({ row }: { row: PlanRow }) {
  const plain = { ...row, features: {}, limits: {} };
  const [given, usual] = [entitledTo(row), entitledTo(plain)];
  const [own, planned] = [limitsOf(row), limitsOf(plain)];
  const items = [
    ...ALL_FEATURES.filter((feature) => given.has(feature) !== usual.has(feature)).map((feature) => ({
      term: FEATURES[feature].label,
      value: given.has(feature) ? 'Included' : 'Not included',
    })),
    ...SHOWN.filter((limit) => own[limit] !== planned[limit]).map((limit) => ({
      term: LIMITS[limit].label,
      value: `${amount(limit, own[limit])}, in place of ${amount(limit, planned[limit])}`,
    })),
  ];
  if (items.length === 0) return null;
  return (
    <Section
      stacked
      title="Arranged for you"
      description="Made by whoever runs this service. It stays, whichever plan you choose."
    >
      <DescriptionList items={items} />
    </Section>
  );
}
