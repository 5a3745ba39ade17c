import { UsersRound } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { teamGrants } from '@/lib/data/access-of';
import { pageOrFirst } from '@/lib/data/keyset';
import { openPage, PAGE_SIZE } from '@/lib/data/member-query';
import { teamBySlug, teamMembers } from '@/lib/data/team-list';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { HeldList } from '../../access/held-list';
import { counted, teamLine } from '../line';
import { AddMembers } from './add-members';
import { DeleteTeam } from './delete-team';
import { RenameTeam } from './rename-team';
import { TeamMembersTable } from './team-members-table';

export const metadata: Metadata = { title: 'Team' };

const one = z.string().optional().catch(undefined);

/** One team: who is in it, and what is shared with it. One round trip. */
export default async function TeamPage({ params, searchParams }: PageProps<'/t~/[org]/teams/[team]'>) {
  const { team: slug } = await params;
  const asked = await searchParams;
  const list = `team ${slug}`;
  const cursor = openPage(list, one.parse(asked.after), one.parse(asked.before));
  const walk = { desc: false, cursor: cursor ?? null, size: PAGE_SIZE };
  const { actor, rows } = await requireActorWith('team.read', [
    teamBySlug(slug),
    teamMembers(slug, walk),
    teamGrants(slug),
  ]);
  const [[row], members, held] = rows;
  if (!row) notFound();
  if (row.slug !== slug) redirect(orgPaths.team(row.slug)); // a former address
  const team = teamLine(row);
  const ask = { list, walk, lost: cursor === null };
  const { page } = await pageOrFirst(actor, members, ask, (next) => teamMembers(slug, next));
  const manages = may(actor, 'team.manage_members') || team.mine === 'lead';
  const path = orgPaths.team(slug);
  return (
    <Page>
      <PageHeader
        back={{ href: orgPaths.teams(), label: 'Teams' }}
        title={team.name}
        description={`${counted(team.members, 'member')}, ${counted(team.grants, 'thing')} shared with it.`}
        actions={
          <>
            {may(actor, 'team.rename') ? <RenameTeam team={team} /> : null}
            {manages ? <AddMembers team={team} mayInvite={may(actor, 'invitation.create')} /> : null}
          </>
        }
      />
      {page.rows.length > 0 ? (
        <>
          <TeamMembersTable
            team={team}
            manages={manages}
            me={toUlid(actor.userId)}
            now={Date.now()}
            lines={page.rows.map((member) => ({
              id: toUlid(member.id),
              name: member.name || member.email,
              email: member.email,
              orgRole: member.org_role,
              role: member.role,
              added: member.added_at.getTime(),
            }))}
          />
          <Pagination
            from={page.from}
            to={page.to}
            total={team.members}
            prevHref={page.before && buildHref(path, {}, { before: page.before })}
            nextHref={page.after && buildHref(path, {}, { after: page.after })}
          />
        </>
      ) : (
        <EmptyState icon={<UsersRound />} title="Nobody is in it yet">
          {manages
            ? 'Add the people who work together. Whatever is shared with the team, they have at once.'
            : 'Its leads, owners and admins add people.'}
        </EmptyState>
      )}
      {team.mine || may(actor, 'access.read') ? (
        <Section
          stacked
          title="Shared with this team"
          description="Everybody in the team has this, on top of what their own role allows."
        >
          <HeldList rows={held} none="Nothing yet. Open something and share it with the team." />
        </Section>
      ) : null}
      {may(actor, 'team.delete') ? <DeleteTeam team={team} /> : null}
    </Page>
  );
}
