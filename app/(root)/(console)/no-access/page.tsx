import { DoorClosed } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { requirePersonWith } from '@/lib/admit/person';
import { publicHost } from '@/lib/auth/public-host';
import { MY_ORGS } from '@/lib/data/my-orgs';
import { rootPaths } from '@/lib/routes';
import { orgUrl } from '@/lib/tenancy/urls';

export const metadata: Metadata = { title: 'No access' };

type Props = { searchParams: Promise<{ host?: string | string[] }> };

/** Where a person ends who opens a host of an organization they aren't a member of. Nothing is sent to that host. */
export default async function NoAccessPage({ searchParams }: Props) {
  const {
    person,
    rows: [mine],
  } = await requirePersonWith([MY_ORGS]);
  const { host } = await searchParams;
  const org = typeof host === 'string' ? await publicHost(host) : null;
  if (!org) notFound();
  // They joined since.
  if (mine.some(({ slug }) => slug === org.slug)) redirect(orgUrl(org.leads_to));
  return (
    <ErrorState
      icon={<DoorClosed />}
      title={`You aren’t a member of ${org.name}`}
      code="tenant_forbidden"
      actions={
        <>
          <LinkButton href={rootPaths.organizations} variant="primary">
            Go to your organizations
          </LinkButton>
          <form method="post" action={rootPaths.signOut}>
            <Button type="submit">Sign out</Button>
          </form>
        </>
      }
    >
      <p>
        You’re signed in as <strong className="font-medium break-all text-ink">{person.email}</strong>. Ask an
        admin of {org.name} for an invitation, or sign in with another account.
      </p>
    </ErrorState>
  );
}
