import { Building2, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requirePersonWith } from '@/lib/admit/person';
import { deletedCards, MY_DELETED_ORGS } from '@/lib/data/deleted-orgs';
import { MY_INVITATIONS, MY_ORGS, orgCard } from '@/lib/data/my-orgs';
import { rootPaths } from '@/lib/routes';
import { DeletedOrgs } from './deleted-orgs';
import { OrgList } from './org-list';
import { PendingInvitations } from './pending-invitations';
import { waitingOf } from './waiting';

export const metadata: Metadata = { title: 'My organizations' };

/** All organizations of a person, the invitations that wait for them, and what they can bring back. */
export default async function OrganizationsPage() {
  const { rows } = await requirePersonWith([MY_ORGS, MY_INVITATIONS, MY_DELETED_ORGS]);
  const [orgs, invitations, deleted] = rows;
  const create = (
    <LinkButton href={rootPaths.newOrganization} variant="primary" icon={<Plus />}>
      New organization
    </LinkButton>
  );
  return (
    <Page>
      <PageHeader
        title="My organizations"
        count={counted(orgs.length)}
        actions={orgs.length > 0 ? create : null}
      />
      {invitations.length > 0 ? <PendingInvitations invitations={invitations.map(waitingOf)} /> : null}
      {orgs.length > 0 ? (
        <OrgList orgs={orgs.map(orgCard)} now={Date.now()} />
      ) : (
        <EmptyState icon={<Building2 />} title="You are in no organization yet" action={create}>
          An organization keeps its members and data to itself, on an address of its own. Found one, or ask
          somebody to invite you.
        </EmptyState>
      )}
      <DeletedOrgs orgs={deletedCards(deleted)} now={Date.now()} />
    </Page>
  );
}

const counted = (n: number): string | undefined =>
  n === 0 ? undefined : n === 1 ? '1 organization' : `${n.toLocaleString('en')} organizations`;
