import type { Metadata } from 'next';
import { publicPage } from '@/lib/admit/person';
import { NewPassword } from './new-password';

export const metadata: Metadata = { title: 'Choose a new password' };

/** Where the mail for choosing a new password leads. */
export default async function ResetConfirmPage() {
  await publicPage();
  return <NewPassword />;
}
