import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requirePerson } from '@/lib/admit/person';
import { listMyOrgTokens } from '@/lib/data/my-org-tokens';
import { listUserTokens } from '@/lib/data/user-tokens';
import { rootPaths } from '@/lib/routes';
import { choosable, orgTokenLine, tokenLine } from '../token-line';
import { Review } from './review';

export const metadata: Metadata = { title: 'Review access' };

/** After a password reset: names the tokens that outlive it and offers to revoke them. Without any, it leads on. */
export default async function ReviewPage() {
  const person = await requirePerson();
  const [own, ofOrgs] = await Promise.all([listUserTokens(person), listMyOrgTokens(person)]);
  const now = Date.now();
  const personal = choosable(
    own.map((row) => tokenLine(row, now)),
    now,
  );
  const organization = choosable(ofOrgs.map(orgTokenLine), now);
  if (personal.length + organization.length === 0) redirect(rootPaths.organizations);
  return (
    <Page>
      <PageHeader
        title="Review access"
        description="Your password was changed and all other devices were signed out. These API tokens still act as you. Revoke any that you don’t recognize."
      />
      <Review personal={personal} organization={organization} />
    </Page>
  );
}
