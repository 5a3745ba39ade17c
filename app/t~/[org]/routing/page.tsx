import { Route } from 'lucide-react';
import type { Metadata } from 'next';
import { ListRegion } from '@/components/table/list-region';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireActorWith } from '@/lib/admit/page';
import { pageOf } from '@/lib/data/keyset';
import { COUNTED, ROUTING_HOSTS, routingCount, routingDecision, routingPage } from '@/lib/data/routing-list';
import { readRoutingQuery } from '@/lib/data/routing-query';
import { orgPaths } from '@/lib/routes';
import { routingLine } from '@/lib/shell/routing-line';
import { DecisionLog } from './decision-log';
import { Filters } from './filters';
import { paramsOf } from './params';
import { WhatIsLogged } from './what-is-logged';

export const metadata: Metadata = { title: 'Routing log' };

type RoutingPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Which requests came for the organization and whether they were let in, newest first. One flight, as the audit log. */
export default async function RoutingPage({ searchParams }: RoutingPageProps) {
  const { query, list, walk, lost, decision } = readRoutingQuery(await searchParams);
  const { actor, rows } = await requireActorWith('routing.read', [
    routingPage(query, walk),
    routingCount(query),
    routingDecision(decision),
    ROUTING_HOSTS,
  ]);
  const [found, [counted], [opened], hosts] = rows;
  // A cursor says which organization it was made for; of another's, the list starts over.
  const foreign = walk.cursor !== null && walk.cursor.orgId !== actor.orgId;
  const page = pageOf(foreign ? [] : found, walk, list, actor.orgId);
  const lines = page.rows.map((row) => routingLine(row, actor.orgId));
  const count = counted?.count ?? 0;
  const params = paramsOf(query);
  const href = (change: Record<string, string | null>) => buildHref(orgPaths.routing(), params, change);
  return (
    <Page wide>
      <PageHeader
        title="Routing log"
        description="Which requests came for this organization, how that was found out, and whether they were let in."
        actions={
          <LinkButton href={orgPaths.routingReplay()} icon={<Route />}>
            Replay a request
          </LinkButton>
        }
      />
      <Filters query={query} params={params} hosts={hosts.map(({ host }) => host)} lines={lines} />
      {lost || foreign ? (
        <Callout tone="info" action={<LinkButton href={href({})}>Show the newest</LinkButton>}>
          That page of the log is not there any more.
        </Callout>
      ) : null}
      <ListRegion>
        <DecisionLog
          key={`${list} ${walk.cursor?.id}`}
          lines={lines}
          params={params}
          now={Date.now()}
          opened={opened ? routingLine(opened, actor.orgId) : null}
          newest={page.from <= 1 && !query.to}
        />
      </ListRegion>
      <Pagination
        from={page.from}
        to={page.to}
        total={Math.min(count, COUNTED)}
        atLeast={count > COUNTED}
        prevHref={page.before && href({ before: page.before })}
        nextHref={page.after && href({ after: page.after })}
      />
      <WhatIsLogged />
    </Page>
  );
}
