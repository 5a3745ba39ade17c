import { redirect } from 'next/navigation';
import { requirePerson } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';

/** My invitations stand above my organizations. */
export default async function InvitationsPage() {
  await requirePerson();
  redirect(rootPaths.organizations);
}
