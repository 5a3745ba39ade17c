import { CreditCard } from 'lucide-react';
import { Code } from '@/components/ui/code';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';

/** Where invoices and a means of payment will stand. */
export function Payment() {
  return (
    <Section stacked title="Payment">
      <div className="rounded-card border border-dashed border-line-strong">
        <EmptyState small icon={<CreditCard />} title="No payment provider is connected">
          Changing the plan costs nothing here, and no invoice is written. Where a provider goes is told in{' '}
          <Code>docs/plans.md</Code>.
        </EmptyState>
      </div>
    </Section>
  );
}
