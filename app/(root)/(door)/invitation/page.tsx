import type { Metadata } from 'next';
import { publicPage } from '@/lib/admit/person';
import { Invitation } from './invitation';

export const metadata: Metadata = { title: 'Invitation' };

/** Where an invitation's mail leads. Its secret stands in the fragment, so the page asks for the rest by itself. */
export default async function InvitationPage() {
  await publicPage();
  return <Invitation />;
}
