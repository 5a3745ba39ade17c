import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';
import { doorOf } from '../_door/door-of';
import { SignUp } from './sign-up';

export const metadata: Metadata = { title: 'Create an account' };

/** Signing up. */
export default async function SignUpPage({ searchParams }: PageProps<'/sign-up'>) {
  const { person } = await publicPage();
  const door = await doorOf(searchParams);
  if (person) redirect(door.next || rootPaths.organizations);
  return (
    <OrgColor color={door.org?.color}>
      <SignUp {...door} />
    </OrgColor>
  );
}
