import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { grantable } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { normalEmail } from '@/lib/auth/email-address';
import { MOST_INVITES } from '@/lib/data/invite';
import { INVITABLE } from '@/lib/data/invite-places';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import type { Candidate } from '../../_finder/finder';
import { roleOptions } from '../role-options';
import { InviteForm } from './invite-form';

export const metadata: Metadata = { title: 'Invite people' };

/** Invites one person, or hundreds from a list or a file. `?to=`, `?role=`, `?team=` and `?sub-team=` fill it in. */
export default async function InvitePage({ searchParams }: PageProps<'/t~/[org]/members/invite'>) {
  const {
    actor,
    rows: [invitable],
  } = await requireActorWith('invitation.create', [INVITABLE]);
  const { to, role, team, 'sub-team': subTeam } = await searchParams;
  const address = typeof to === 'string' ? (normalEmail(to) ?? '') : '';
  const chosen = grantable(actor.role).find((one) => one === role) ?? 'member';
  const named = (kind: string, slug: string) => (kind === 'teams' ? team : subTeam) === slug;
  const first = invitable.filter(({ kind, slug }) => named(kind, slug)).map(({ id }) => toUlid(id));
  const places: Candidate[] = invitable.map(({ id, kind, name, slug }) => ({
    id: toUlid(id),
    kind: kind === 'teams' ? 'team' : 'sub_team',
    label: name,
    detail: `${kind === 'teams' ? 'Team' : 'Sub-team'} · ${slug}`,
  }));
  return (
    <Page>
      <PageHeader
        title="Invite people"
        description={`Each gets a mail with a link into ${actor.org.name} that is theirs alone and works for seven days.`}
        back={{ href: orgPaths.members(), label: 'Members' }}
      />
      <InviteForm
        to={address}
        role={chosen}
        roles={roleOptions(actor.role, null)}
        places={places}
        chosen={places.filter(({ id }) => first.includes(id))}
        most={MOST_INVITES}
      />
    </Page>
  );
}
