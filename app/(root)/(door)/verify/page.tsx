import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { publicPage } from '@/lib/admit/person';
import { signUpCookie } from '@/lib/auth/cookie';
import { doorOf } from '../_door/door-of';
import { Verify } from './verify';

export const metadata: Metadata = { title: 'Confirm your address' };

/** Where the mail of signing up leads. */
export default async function VerifyPage({ searchParams }: PageProps<'/verify'>) {
  await publicPage();
  const { next } = await doorOf(searchParams);
  return <Verify next={next} sameBrowser={(await cookies()).has(signUpCookie())} />;
}
