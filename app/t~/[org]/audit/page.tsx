import { ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import { ListRegion } from '@/components/table/list-region';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { Callout } from '@/components/ui/callout';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { auditCount, auditEvent, auditPage, COUNTED } from '@/lib/data/audit-list';
import { readAuditQuery } from '@/lib/data/audit-query';
import { AUDIT_STREAMS, STREAMABLE, type StreamRow } from '@/lib/data/audit-streams';
import { pageOf } from '@/lib/data/keyset';
import { toUlid } from '@/lib/ids';
import { auditDays, keptFor } from '@/lib/plans/audit-days';
import { orgPaths } from '@/lib/routes';
import { auditLine } from '@/lib/shell/audit-line';
import { EventTable } from './event-table';
import { ExportMenu } from './export-menu';
import { Filters } from './filters';
import { paramsOf } from './params';
import { type StreamLine, Streams } from './streams';
import { VerifyChain } from './verify-chain';

export const metadata: Metadata = { title: 'Audit log' };

type AuditPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What happened in the organization, newest first. Entering, the page, the count and the opened event: one flight. */
export default async function AuditPage({ searchParams }: AuditPageProps) {
  const { query, list, walk, lost, event } = readAuditQuery(await searchParams);
  const { actor, rows } = await requireActorWith('audit.read', [
    auditPage(query, walk),
    auditCount(query),
    auditEvent(event),
    AUDIT_STREAMS,
    STREAMABLE,
  ]);
  const [found, [counted], [opened], streams, streamable] = rows;
  // A cursor says which organization it was made for; of another's, the list starts over.
  const foreign = walk.cursor !== null && walk.cursor.orgId !== actor.orgId;
  const page = pageOf(foreign ? [] : found, walk, list, actor.orgId);
  const lines = page.rows.map(auditLine);
  const count = counted?.count ?? 0;
  const params = paramsOf(query);
  const href = (change: Record<string, string | null>) => buildHref(orgPaths.audit(), params, change);
  const filtered = Object.keys(params).length > 0;
  return (
    <Page wide>
      <PageHeader
        title="Audit log"
        description={`Who did what, and what was refused. Nobody can change what stands here; on your plan it is kept for ${keptFor(auditDays(actor.org.plan))}.`}
        actions={<ExportMenu params={params} />}
      />
      <Filters query={query} params={params} lines={lines} />
      {lost || foreign ? (
        <Callout tone="info" action={<LinkButton href={href({})}>Show the newest</LinkButton>}>
          That page of the log is not there any more.
        </Callout>
      ) : null}
      <ListRegion>
        <EventTable
          // Another list is another table, with its own live view.
          key={JSON.stringify([params, page.from])}
          lines={lines}
          params={params}
          now={Date.now()}
          opened={opened ? auditLine(opened) : null}
          newest={!walk.cursor && !query.to}
        >
          <EmptyState
            icon={<ScrollText />}
            title={filtered ? 'No event answers to these filters' : 'Nothing happened yet'}
            action={filtered ? <LinkButton href={orgPaths.audit()}>Clear all filters</LinkButton> : null}
          >
            {filtered
              ? 'Take one away, or choose a longer time.'
              : 'Changes to members and settings will stand here.'}
          </EmptyState>
        </EventTable>
      </ListRegion>
      <Pagination
        from={page.from}
        to={page.to}
        total={Math.min(count, COUNTED)}
        atLeast={count > COUNTED}
        prevHref={page.before && href({ before: page.before })}
        nextHref={page.after && href({ after: page.after })}
      />
      <Section
        title="Integrity"
        description="Each event carries a hash over itself and the event before it, written by the database. A change anywhere breaks every hash after it."
      >
        <VerifyChain />
      </Section>
      {may(actor, 'audit.stream') ? (
        <Section
          title="Stream to a webhook"
          description="Each event leaves within seconds, signed and retried as the relay’s other deliveries are, with its number and hash."
        >
          <Streams
            streams={streams.map(streamLine)}
            choices={streamable.map(({ id, name, url }) => ({ value: toUlid(id), label: name, hint: url }))}
          />
        </Section>
      ) : null}
    </Page>
  );
}

const streamLine = ({ relay_id: id, seq, head, failures, ...row }: StreamRow): StreamLine => ({
  relay: toUlid(id),
  name: row.name,
  url: row.url,
  paused: row.paused,
  failing: failures > 0,
  waiting: row.waiting,
  dead: row.dead,
  upToDate: seq === head && row.waiting === 0,
});
