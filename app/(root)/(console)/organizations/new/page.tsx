import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requirePerson } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';
import { NewOrg } from './new-org';

export const metadata: Metadata = { title: 'New organization' };

/** Founding an organization. */
export default async function NewOrganizationPage() {
  await requirePerson();
  return (
    <Page>
      <PageHeader
        title="New organization"
        description="It starts empty, with you as its owner. Everything can be changed later."
        back={{ href: rootPaths.organizations, label: 'My organizations' }}
      />
      <NewOrg domain={new URL(rootUrl()).host} />
    </Page>
  );
}
