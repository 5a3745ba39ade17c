import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { signUpCookie } from '@/lib/auth/cookie';
import { doorOf } from '../_door/door-of';
import { Verify } from './verify';

export const metadata: Metadata = { title: 'Confirm your address' };

/** Where the mail of signing up leads. */
export default async function VerifyPage({ searchParams }: PageProps<'/verify'>) {
  await publicPage();
  const { next, org } = await doorOf(searchParams);
  return (
    <OrgColor color={org?.color}>
      <Verify next={next} org={org} sameBrowser={(await cookies()).has(signUpCookie())} />
    </OrgColor>
  );
}
