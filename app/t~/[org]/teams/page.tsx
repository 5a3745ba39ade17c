import { UsersRound } from 'lucide-react';
import type { Metadata } from 'next';
import { z } from 'zod';
import { FilterBar } from '@/components/table/filter-bar';
import { ListRegion } from '@/components/table/list-region';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { searchText } from '@/lib/data/member-query';
import { TEAM_COUNT, teamsLike } from '@/lib/data/team-list';
import { orgPaths } from '@/lib/routes';
import { teamLine } from './line';
import { MakeTeam } from './make-team';
import { TeamsTable } from './teams-table';

export const metadata: Metadata = { title: 'Teams' };

const query = z.object({ q: searchText.default('') });

/** Every team of the organization. One round trip. */
export default async function TeamsPage({ searchParams }: PageProps<'/t~/[org]/teams'>) {
  const { q } = query.parse(await searchParams);
  const { actor, rows } = await requireActorWith('team.read', [teamsLike(q), TEAM_COUNT]);
  const [teams, [count]] = rows;
  const make = may(actor, 'team.create') ? <MakeTeam /> : null;
  const none = (count?.count ?? 0) === 0;
  return (
    <Page>
      <PageHeader
        title="Teams"
        description="Groups of members. Share something with a team, and everybody in it has it."
        actions={none ? null : make}
      />
      {none ? (
        <EmptyState icon={<UsersRound />} title="No team yet" action={make}>
          {make
            ? 'Put people who work on the same things into a team, and share with all of them at once.'
            : 'Owners and admins make teams. Ask one of them if you need one.'}
        </EmptyState>
      ) : (
        <>
          <FilterBar
            path={orgPaths.teams()}
            params={{ q: q || undefined }}
            search={{ placeholder: 'Name of a team' }}
            filters={[]}
          />
          <ListRegion>
            {teams.length > 0 ? (
              <TeamsTable lines={teams.map(teamLine)} now={Date.now()} />
            ) : (
              <EmptyState
                small
                title={`No team’s name has “${q}” in it`}
                action={<LinkButton href={orgPaths.teams()}>Show all teams</LinkButton>}
              />
            )}
          </ListRegion>
        </>
      )}
    </Page>
  );
}
