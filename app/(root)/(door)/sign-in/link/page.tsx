import type { Metadata } from 'next';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { doorOf } from '../../_door/door-of';
import { OpenLink } from './open-link';

export const metadata: Metadata = { title: 'Sign in' };

/** Where a mailed sign-in link leads. It takes a click: programs that scan mails open links too, but press nothing. */
export default async function SignInLinkPage({ searchParams }: PageProps<'/sign-in/link'>) {
  await publicPage();
  const { next, org } = await doorOf(searchParams);
  return (
    <OrgColor color={org?.color}>
      <OpenLink next={next} org={org} />
    </OrgColor>
  );
}
