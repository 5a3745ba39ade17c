import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireActorWith } from '@/lib/admit/page';
import { ROLE_COUNTS } from '@/lib/data/overview';
import { Handing } from './handing';
import { Matrix } from './matrix';

export const metadata: Metadata = { title: 'Roles' };

/** What each role may do, straight from the tables that judge every request. */
export default async function RolesPage() {
  const {
    actor: { role },
    rows: [counts],
  } = await requireActorWith('role.read', [ROLE_COUNTS]);
  return (
    <Page>
      <PageHeader
        title="Roles"
        description="What each may do, in the whole organization. The server asks the same table."
      />
      <Matrix mine={role} counts={Object.fromEntries(counts.map((one) => [one.role, one.count]))} />
      <Section
        stacked
        title="Who gives which role"
        description="Nobody hands out, changes or takes away more than they hold. An organization always keeps at least one owner."
      >
        <Handing mine={role} />
      </Section>
    </Page>
  );
}
