import { Layers } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { DELETED_SUB_TEAMS, type DeletedSubTeam, MY_SUB_TEAMS } from '@/lib/data/sub-team-list';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { type DeletedLine, DeletedSubTeams } from './deleted-sub-teams';
import { subTeamLine } from './line';
import { MakeSubTeam } from './make-sub-team';
import { SubTeamsTable } from './sub-teams-table';

export const metadata: Metadata = { title: 'Sub-teams' };

/** The workspaces inside the organization: of owners and admins all, of others those they are in. One round trip. */
export default async function SubTeamsPage() {
  const { actor, rows } = await requireActorWith('sub_team.read', [MY_SUB_TEAMS, DELETED_SUB_TEAMS]);
  const [mine, deleted] = rows;
  const lines = mine.map(subTeamLine).sort((a, b) => Number(a.archived) - Number(b.archived));
  const rights = {
    assign: may(actor, 'sub_team.assign'),
    rename: may(actor, 'sub_team.rename'),
    archive: may(actor, 'sub_team.archive'),
    remove: may(actor, 'sub_team.delete'),
  };
  const create = may(actor, 'sub_team.create');
  const now = Date.now();
  const { sub_teams: most } = actor.limits;
  return (
    <Page>
      <PageHeader
        title="Sub-teams"
        description={
          create
            ? `Workspaces of their own inside ${actor.org.name}: ${lines.length.toLocaleString('en')} of ${most.toLocaleString('en')} in use.`
            : `Workspaces inside ${actor.org.name} that you are in.`
        }
        actions={create && lines.length > 0 ? <MakeSubTeam /> : null}
      />
      {lines.length > 0 ? (
        <SubTeamsTable lines={lines} may={rights} now={now} />
      ) : (
        <EmptyState
          icon={<Layers />}
          title={create ? 'Give a part of the organization its own workspace' : 'You are in no sub-team'}
          action={
            create ? <MakeSubTeam /> : <LinkButton href={orgPaths.overview}>Go to the overview</LinkButton>
          }
        >
          {create
            ? 'What is in a sub-team is seen by those in it, and by nobody next door. Owners and admins are in all of them.'
            : 'Owners and admins assign members to sub-teams. Ask one of them if you miss one.'}
        </EmptyState>
      )}
      {rights.remove ? <DeletedSubTeams lines={deleted.map(deletedLine)} now={now} /> : null}
    </Page>
  );
}

const deletedLine = ({ id, slug, name, deleted_at, deleted_by, until }: DeletedSubTeam): DeletedLine => ({
  id: toUlid(id),
  slug,
  name,
  deleted: deleted_at.toISOString(),
  by: deleted_by,
  until: until.toISOString(),
});
