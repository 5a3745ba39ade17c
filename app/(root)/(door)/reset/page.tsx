import type { Metadata } from 'next';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { doorOf } from '../_door/door-of';
import { Reset } from './reset';

export const metadata: Metadata = { title: 'Choose a new password' };

/** Asks for the link by which a new password can be chosen. */
export default async function ResetPage({ searchParams }: PageProps<'/reset'>) {
  const { person } = await publicPage();
  const { email, next, org, mailboxHref } = await doorOf(searchParams);
  return (
    <OrgColor color={org?.color}>
      <Reset email={email || (person?.email ?? '')} next={next} org={org} mailboxHref={mailboxHref} />
    </OrgColor>
  );
}
