import { UserPlus } from 'lucide-react';
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
import { can } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { invitationCount, invitationList } from '@/lib/data/invitation-list';
import { type InvitationSort, invitationParams, readInvitationQuery } from '@/lib/data/invitation-query';
import { pageOrFirst } from '@/lib/data/keyset';
import { COUNTED } from '@/lib/data/member-count';
import { orgPaths } from '@/lib/routes';
import { BulkActs } from '../members/bulk-acts';
import { roleFilter } from '../members/filters';
import { ListKeys } from '../members/list-keys';
import { RefreshWhileSending } from '../members/refresh-while-sending';
import { invitationLine } from './invitation-line';
import { InvitationsTable } from './invitations-table';
import { NoInvitations } from './no-invitations';

export const metadata: Metadata = { title: 'Invitations' };

const statusFilter = {
  key: 'status',
  label: 'Status',
  options: [
    { value: 'pending', label: 'Pending' },
    { value: 'expired', label: 'Expired' },
    { value: 'accepted', label: 'Accepted' },
    { value: 'withdrawn', label: 'Withdrawn' },
  ],
  multiple: true,
};

/** Everybody who was ever invited, and what came of it. One round trip. */
export default async function InvitationsPage({ searchParams }: PageProps<'/t~/[org]/invitations'>) {
  const ask = readInvitationQuery(await searchParams);
  const { query } = ask;
  const { actor, rows } = await requireActorWith('invitation.read', [
    invitationList(query, ask.walk),
    invitationCount(query),
  ]);
  const [found, [count]] = rows;
  const { page, lost } = await pageOrFirst(actor, found, ask, (walk) => invitationList(query, walk));
  const may = {
    changeRole: false,
    remove: false,
    resend: can(actor.role, 'invitation.resend'),
    withdraw: can(actor.role, 'invitation.revoke'),
  };
  const lines = page.rows.map(invitationLine);
  const open = lines.filter(({ status }) => status === 'pending' || status === 'expired');
  const total = count?.total ?? 0;
  const params = invitationParams(query);
  const path = orgPaths.invitations();
  const filtered = Boolean(query.q || query.role.length || query.status.length);
  const invite = can(actor.role, 'invitation.create');

  return (
    <Page wide>
      <PageHeader
        title="Invitations"
        description="Who was invited, by whom, and what came of it. A link works once, for seven days."
        actions={
          invite && (filtered || total > 0) ? (
            <LinkButton href={orgPaths.invite} variant="primary" icon={<UserPlus />}>
              Invite people
            </LinkButton>
          ) : null
        }
      />
      {lost ? (
        <Callout title="That page of the list is not there any more">Here is the first one.</Callout>
      ) : null}
      <FilterBar
        path={path}
        params={params}
        search={{ placeholder: 'E-mail' }}
        filters={[statusFilter, roleFilter]}
      />
      <Selection ids={open.map(({ id }) => id)}>
        <ListRegion>
          {lines.length ? (
            <InvitationsTable
              lines={lines}
              sort={query.sort}
              dir={query.dir}
              sortHref={(sort) => buildHref(path, params, sortChange(query, sort))}
              mine={actor.role}
              may={may}
              now={Date.now()}
            />
          ) : (
            <NoInvitations filtered={filtered} mayInvite={invite} />
          )}
        </ListRegion>
        <BulkActs
          lines={open.map(({ id }) => ({ id, kind: 'invitation' }))}
          mine={actor.role}
          orgName={actor.org.name}
          may={may}
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
      <RefreshWhileSending sending={open.some(({ mail }) => mail === 'queued')} />
    </Page>
  );
}

function sortChange(now: { sort: InvitationSort; dir: string }, sort: InvitationSort) {
  const turned = now.sort === sort ? (now.dir === 'asc' ? 'desc' : 'asc') : null;
  return { sort: sort === 'invited' ? null : sort, dir: turned };
}
