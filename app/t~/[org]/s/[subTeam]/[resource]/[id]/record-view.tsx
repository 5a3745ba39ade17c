import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { RecordHistory } from '@/components/resource/record-history';
import { RecordTie } from '@/components/resource/record-tie';
import { buildHref } from '@/components/table/query';
import { Avatar } from '@/components/ui/avatar';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import type { UserWorkspaceActor } from '@/lib/access/actor';
import { may as mayOrg } from '@/lib/access/can';
import { standing } from '@/lib/access/compose';
import type { Role } from '@/lib/access/permissions';
import type { GrantRow } from '@/lib/data/access-of';
import { latestEvents } from '@/lib/data/audit-list';
import { type GrantedRow, strongestOf } from '@/lib/data/granted';
import type { RowsOf } from '@/lib/db/handle';
import { sql } from '@/lib/db/sql';
import { toUlid } from '@/lib/ids';
import { DESCRIPTIONS } from '@/lib/resources/all';
import type { Description, RecordRow } from '@/lib/resources/describe';
import { acts } from '@/lib/resources/door';
import { formFields } from '@/lib/resources/line';
import { RESOURCES, type ResourceName, titled } from '@/lib/resources/names';
import { recordPaths } from '@/lib/resources/paths';
import { orgPaths } from '@/lib/routes';
import { auditLine } from '@/lib/shell/audit-line';
import { accessLine, aroundLines } from '../../../../_access/access-line';
import { Sentence } from '../../../../_shell/sentence';
import { ArchivedNote } from '../../../../_workspace/archived-note';
import { findRecords, tieRecords } from '../actions';
import { DeleteRecord } from './delete-record';
import { fieldValue } from './field-value';
import { ShareRecord } from './share-record';

/** Events that a page shows; the log has all. */
const EVENTS = 20;

/** What happened to one row lately. */
export const historyOf = ({ name }: Description, id: string) =>
  latestEvents(EVENTS, sql`e.target_kind = ${name} AND e.target_id = ${id}`);

type RecordViewProps = {
  resource: Description;
  actor: UserWorkspaceActor;
  row: RecordRow;
  events: RowsOf<[ReturnType<typeof historyOf>]>[0];
  /** What belongs to it, a list for each relation. */
  related?: { id: string; name: string }[][];
  /** Of a resource that can be shared: what was given to me, to whom else, and whom the organization lets in besides. */
  sharing?: { mine: GrantedRow[]; grants: GrantRow[]; counts: { role: Role; count: number }[] };
  /** What a page of the resource's own has besides, below the details. */
  children?: ReactNode;
};

/** One row: its fields, what belongs to it, and what happened to it. */
export function RecordView({
  resource,
  actor,
  row,
  events,
  related = [],
  sharing,
  children,
}: RecordViewProps) {
  const id = toUlid(row.id);
  const { shares } = resource;
  const granted = strongestOf(sharing?.mine ?? []).get(row.id) ?? null;
  const { one, many } = RESOURCES[resource.name];
  const slug = actor.workspace.slug;
  const paths = recordPaths(slug, resource.name);
  const may = acts(actor, resource.name, granted);
  const now = Date.now();
  const fields = formFields(resource, row);
  // The other list can be narrowed to what belongs to this row, when it has a filter of this row's kind.
  const allHref = (to: ResourceName, ulid: string, shown: number) =>
    shown > 0 && DESCRIPTIONS[to].filters?.[resource.name]
      ? buildHref(recordPaths(slug, to).list, {}, { [resource.name]: ulid })
      : undefined;
  const labels = new Map(fields.map(({ name, label }) => [name, label]));

  return (
    <Page>
      <PageHeader
        title={row.name}
        back={{ href: paths.list, label: titled(many) }}
        media={resource.faces ? <Avatar name={row.name} size={40} /> : undefined}
        actions={
          <>
            {shares && sharing && may.review ? (
              <ShareRecord
                resource={resource.name}
                id={id}
                thing={{ name: row.name, one }}
                mine={standing(shares, actor.role, granted)}
                lines={sharing.grants.map(accessLine)}
                around={aroundLines(shares, sharing.counts)}
                whyHref={
                  mayOrg(actor, 'access.read') ? orgPaths.access({ on: `${shares}.${id}` }) : undefined
                }
              />
            ) : null}
            {may.update ? (
              <LinkButton href={paths.edit(id)} icon={<Pencil />}>
                Edit
              </LinkButton>
            ) : null}
            {may.delete ? (
              <DeleteRecord
                resource={resource.name}
                id={id}
                name={row.name}
                one={one}
                listHref={paths.list}
              />
            ) : null}
          </>
        }
      />
      <ArchivedNote workspace={actor.workspace} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-5">
          <Panel title="Details">
            <DescriptionList
              items={[
                ...fields
                  .filter(({ name }) => name !== 'name')
                  .map((field) => ({ term: field.label, value: fieldValue(field) })),
                { term: 'Added', value: <RelativeTime at={row.created_at.getTime()} now={now} /> },
                ...(row.updated_at > row.created_at
                  ? [{ term: 'Changed', value: <RelativeTime at={row.updated_at.getTime()} now={now} /> }]
                  : []),
              ]}
            />
          </Panel>
          {children}
          {(resource.relations ?? []).map(({ to, label, none }, i) => (
            <RecordTie
              key={to}
              resource={resource.name}
              id={id}
              to={{ name: to, one: RESOURCES[to].one }}
              title={label}
              none={none}
              others={(related[i] ?? []).map((other) => {
                const ulid = toUlid(other.id);
                return { id: ulid, name: other.name, href: recordPaths(slug, to).one(ulid) };
              })}
              allHref={allHref(to, id, related[i]?.length ?? 0)}
              find={findRecords}
              tie={may.update ? tieRecords : null}
            />
          ))}
        </div>
        <RecordHistory
          now={now}
          events={events.map(auditLine).map((event) => ({
            id: event.id,
            who: event.actor.name,
            says: <Sentence words={event.words} />,
            changes: event.action.endsWith('.updated')
              ? event.changes.map((change) => ({
                  ...change,
                  field: labels.get(change.field) ?? change.field,
                }))
              : [],
            at: event.at,
          }))}
        />
      </div>
    </Page>
  );
}
