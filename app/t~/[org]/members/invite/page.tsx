import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { grantable } from '@/lib/access/can';
import { requireActor } from '@/lib/auth/current';
import { normalEmail } from '@/lib/auth/email-address';
import { MOST_INVITES } from '@/lib/data/invite';
import { orgPaths } from '@/lib/routes';
import { roleOptions } from '../role-options';
import { InviteForm } from './invite-form';

export const metadata: Metadata = { title: 'Invite people' };

/** Invites one person, or hundreds from a list or a file. `?to=` and `?role=` fill it in. */
export default async function InvitePage({ searchParams }: PageProps<'/t~/[org]/members/invite'>) {
  const actor = await requireActor('invitation.create');
  const { to, role } = await searchParams;
  const address = typeof to === 'string' ? (normalEmail(to) ?? '') : '';
  const chosen = grantable(actor.role).find((one) => one === role) ?? 'member';
  return (
    <Page>
      <PageHeader
        title="Invite people"
        description={`Each gets a mail with a link into ${actor.org.name} that is theirs alone and works for seven days.`}
        back={{ href: orgPaths.members(), label: 'Members' }}
      />
      <InviteForm to={address} role={chosen} roles={roleOptions(actor.role, null)} most={MOST_INVITES} />
    </Page>
  );
}
