import { Users } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { assignedTo, subTeamBySlug } from '@/lib/data/sub-team-list';
import { toUlid } from '@/lib/ids';
import { orgPaths, workspacePaths } from '@/lib/routes';
import { AssignMember } from './assign-member';
import { AssignedTable } from './assigned-table';

export const metadata: Metadata = { title: 'Who is in a sub-team' };

/** Who is assigned to a sub-team, for those who change it. */
export default async function SubTeamPage({ params }: PageProps<'/t~/[org]/sub-teams/[subTeam]'>) {
  const { subTeam: slug } = await params;
  const { actor, rows } = await requireActorWith('sub_team.assign', [subTeamBySlug(slug), assignedTo(slug)]);
  const [[team], members] = rows;
  if (!team) notFound();
  if (team.slug !== slug) redirect(orgPaths.subTeam(team.slug)); // a former address
  const id = toUlid(team.id);
  const lines = members.map(({ user_id, name, email, role, added_at }) => ({
    id: toUlid(user_id),
    name,
    email,
    role,
    added: added_at.toISOString(),
  }));
  // To an archived one nobody is invited.
  const mayInvite = !team.archived_at && may(actor, 'invitation.create');
  const assign = { subTeam: id, slug: team.slug, name: team.name, mayInvite };
  return (
    <Page>
      <PageHeader
        back={{ href: orgPaths.subTeams, label: 'Sub-teams' }}
        title={team.name}
        badge={team.archived_at ? <Badge>Archived</Badge> : null}
        description="Who is assigned to it. Owners and admins are in every sub-team anyway."
        actions={
          <>
            <LinkButton href={workspacePaths(team.slug).overview}>Open</LinkButton>
            {lines.length > 0 ? <AssignMember {...assign} /> : null}
          </>
        }
      />
      {lines.length > 0 ? (
        <AssignedTable subTeam={id} name={team.name} lines={lines} now={Date.now()} />
      ) : (
        <EmptyState icon={<Users />} title="Nobody is assigned yet" action={<AssignMember {...assign} />}>
          Until then only owners and admins can open {team.name}.
        </EmptyState>
      )}
    </Page>
  );
}
