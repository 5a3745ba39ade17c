import { Download, UserPlus } from 'lucide-react';
import type { Metadata } from 'next';
import { FilterBar } from '@/components/table/filter-bar';
import { ListRegion } from '@/components/table/list-region';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { Selection } from '@/components/table/selection';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { can, may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { pageOrFirst } from '@/lib/data/keyset';
import { COUNTED, memberCount } from '@/lib/data/member-count';
import { memberList } from '@/lib/data/member-list';
import {
  MEMBER_SORTS,
  MEMBERS_ON_A_PAGE,
  type MemberSort,
  memberParams,
  readMemberQuery,
} from '@/lib/data/member-query';
import { orgPaths } from '@/lib/routes';
import { BulkActs } from './bulk-acts';
import { filtersFor } from './filters';
import { ListKeys } from './list-keys';
import { memberLine } from './member-line';
import { MembersTable } from './members-table';
import { NoMembers } from './no-members';
import { RefreshWhileSending } from './refresh-while-sending';

export const metadata: Metadata = { title: 'Members' };

/** Who is in the organization and who is invited. Session, membership, page and count are one round trip. */
export default async function MembersPage({ searchParams }: PageProps<'/t~/[org]/members'>) {
  const ask = readMemberQuery(await searchParams, MEMBERS_ON_A_PAGE);
  const { query } = ask;
  const { actor, rows } = await requireActorWith('member.read', [
    memberList(query, ask.walk),
    memberCount(query),
  ]);
  const [found, [count]] = rows;
  const { page, lost } = await pageOrFirst(actor, found, ask, (walk) => memberList(query, walk));
  const rights = {
    changeRole: can(actor.role, 'member.change_role'),
    remove: can(actor.role, 'member.remove'),
    invite: can(actor.role, 'invitation.create'),
    resend: can(actor.role, 'invitation.resend'),
    withdraw: can(actor.role, 'invitation.revoke'),
  };
  const lines = page.rows.map((row) => memberLine(row, actor.userId, count?.owners ?? 0));
  const total = count?.total ?? 0;
  const params = memberParams(query);
  const path = orgPaths.members();
  const sortHrefs = Object.fromEntries(
    MEMBER_SORTS.map((sort) => [sort, buildHref(path, params, sortChange(query, sort))]),
  ) as Record<MemberSort, string>;
  const filtered = Boolean(query.q || query.role.length || query.status.length);
  // Then the invitation to invite stands below, and is the page's one main act.
  const alone = !filtered && total === 1 && rights.invite;

  return (
    <Page wide>
      <PageHeader
        title="Members"
        description={`Who can come into ${actor.org.name}, and with which role.`}
        actions={
          <>
            {may(actor, 'member.export') ? (
              <LinkButton href={buildHref(orgPaths.membersExport(), params, {})} icon={<Download />} external>
                Export
              </LinkButton>
            ) : null}
            {rights.invite && !alone ? (
              <LinkButton href={orgPaths.invite} variant="primary" icon={<UserPlus />}>
                Invite people
              </LinkButton>
            ) : null}
          </>
        }
      />
      {lost ? (
        <Callout title="That page of the list is not there any more">Here is the first one.</Callout>
      ) : null}
      <FilterBar
        path={path}
        params={params}
        search={{ placeholder: 'Name or e-mail' }}
        filters={filtersFor(can(actor.role, 'invitation.read'))}
      />
      <Selection ids={lines.map(({ id }) => id)}>
        <ListRegion>
          {lines.length ? (
            <MembersTable
              lines={lines}
              sort={query.sort}
              dir={query.dir}
              sortHrefs={sortHrefs}
              mine={actor.role}
              orgName={actor.org.name}
              may={rights}
              now={Date.now()}
            />
          ) : (
            <NoMembers query={query} />
          )}
          {alone ? <NoMembers alone query={query} /> : null}
        </ListRegion>
        <BulkActs
          lines={lines.map(({ id, kind }) => ({ id, kind }))}
          mine={actor.role}
          orgName={actor.org.name}
          may={rights}
        />
      </Selection>
      <Pagination
        from={page.from}
        to={page.to}
        total={Math.min(total, COUNTED)}
        atLeast={total > COUNTED}
        prevHref={page.before && buildHref(path, params, { before: page.before })}
        nextHref={page.after && buildHref(path, params, { after: page.after })}
      />
      <ListKeys />
      <RefreshWhileSending sending={lines.some(({ mail }) => mail === 'queued')} />
    </Page>
  );
}

/** A click on a column turns its order over; a new column starts with what one looks for there. */
function sortChange(now: { sort: MemberSort; dir: string }, sort: MemberSort) {
  const first = sort === 'joined' || sort === 'seen' ? 'desc' : 'asc';
  const dir = now.sort !== sort ? first : now.dir === 'asc' ? 'desc' : 'asc';
  return { sort: sort === 'name' ? null : sort, dir: dir === 'asc' ? null : dir };
}
