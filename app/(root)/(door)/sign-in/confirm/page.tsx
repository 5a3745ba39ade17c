import type { Metadata } from 'next';
import { publicPage } from '@/lib/admit/person';
import { readPending } from '@/lib/auth/pending-identity';
import { doorOf } from '../../_door/door-of';
import { Confirm } from './confirm';

export const metadata: Metadata = { title: 'Confirm your email address' };

/** Where the mail of a first sign-in with a provider leads. */
export default async function ConfirmPage({ searchParams }: PageProps<'/sign-in/confirm'>) {
  await publicPage();
  const { next } = await doorOf(searchParams);
  return <Confirm next={next} sameBrowser={(await readPending()) !== null} />;
}
