import { Download, Plus, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { RecordBulk } from '@/components/resource/record-bulk';
import { RecordTable } from '@/components/resource/record-table';
import { ViewMenu } from '@/components/resource/view-menu';
import { FilterBar } from '@/components/table/filter-bar';
import { ListRegion } from '@/components/table/list-region';
import { Pagination } from '@/components/table/pagination';
import { buildHref } from '@/components/table/query';
import { Selection } from '@/components/table/selection';
import { Callout } from '@/components/ui/callout';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { standing, worthOf } from '@/lib/access/compose';
import { type GrantedRow, myGrantsAmong, NO_GRANTS, strongestOf } from '@/lib/data/granted';
import { pageOrFirst } from '@/lib/data/keyset';
import { readWorkspace } from '@/lib/db/in-workspace';
import { toUlid } from '@/lib/ids';
import { resourceAt } from '@/lib/resources/all';
import type { RecordRow } from '@/lib/resources/describe';
import { acts, requireResourceWith } from '@/lib/resources/door';
import { recordLine } from '@/lib/resources/line';
import { COUNTED, recordList } from '@/lib/resources/list';
import { RESOURCES, titled } from '@/lib/resources/names';
import { recordParams, sortChange } from '@/lib/resources/params';
import { recordPaths } from '@/lib/resources/paths';
import { columnsOf, readRecordQuery } from '@/lib/resources/query';
import { roleWord } from '../../../_access/access-line';
import { ArchivedNote } from '../../../_workspace/archived-note';
import { workspaceTitle } from '../../../_workspace/workspace-title';
import { removeRecords, tieRecords } from './actions';
import { NoRecords } from './no-records';

type ListRows = [RecordRow[], GrantedRow[], ...{ id: string; name: string }[][]];
type Props = PageProps<'/t~/[org]/s/[subTeam]/[resource]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const resource = resourceAt((await params).resource);
  return resource ? workspaceTitle(titled(RESOURCES[resource.name].many)) : {};
}

/** The rows of a resource in a workspace. Session, membership, page, count and filters are one round trip. */
export default async function RecordsPage({ params, searchParams }: Props) {
  const asked = await searchParams;
  const { resource, actor, rows } = await requireResourceWith(params, 'read', (found) => {
    const { query, walk } = readRecordQuery(found, asked);
    const filters = Object.values(found.filters ?? {});
    return [
      recordList(found, query, walk, { counted: true }),
      // What of the page the person was given: one statement, however many rows.
      found.shares ? myGrantsAmong(found.shares, recordList(found, query, walk)) : NO_GRANTS,
      ...filters.map(({ options }) => options),
    ];
  });
  const ask = readRecordQuery(resource, asked);
  const { query } = ask;
  const [found, grants, ...options] = rows as unknown as ListRows;
  const mine = strongestOf(grants);
  const { page, lost } = await pageOrFirst(
    actor,
    found,
    ask,
    (walk) => recordList(resource, query, walk, { counted: true }),
    readWorkspace,
  );
  const { one, many } = RESOURCES[resource.name];
  const paths = recordPaths(actor.workspace.slug, resource.name);
  const lines = page.rows.map((row) => {
    const given = mine.get(row.id) ?? null;
    // Only what is more than the role allows anyway is worth a word.
    const more =
      resource.shares &&
      given &&
      standing(resource.shares, actor.role, given) !== worthOf(resource.shares, actor.role);
    return { ...recordLine(resource, row, actor.workspace.slug), given: more ? roleWord(given) : undefined };
  });
  // A bar with acts on many is there when one of these rows can be acted on.
  const rowActs = page.rows.map(({ id }) => acts(actor, resource.name, mine.get(id) ?? null));
  const may = {
    ...acts(actor, resource.name),
    update: rowActs.some((one) => one.update),
    delete: rowActs.some((one) => one.delete),
  };
  const search = recordParams(resource, query);
  const shown = columnsOf(resource, query);
  const total = Number(page.rows[0]?.total ?? 0);
  const filtered = Boolean(query.q) || Object.values(query.filters).some((ids) => ids.length > 0);
  const blank = total === 0 && !filtered;
  const direction = (sort?: string) => (sort === query.sort ? query.dir : null);
  const sortHref = (sort: string) => buildHref(paths.list, search, sortChange(resource, query, sort));
  const choices = (i: number) =>
    (options[i] ?? []).map(({ id, name }) => ({ value: toUlid(id), label: name }));
  const filters = Object.entries(resource.filters ?? {}).map(([key, { label }], i) => ({
    key,
    label,
    options: choices(i),
    multiple: true,
  }));
  const ties = (resource.relations ?? []).flatMap(({ to }) => {
    const filter = filters.find(({ key }) => key === to);
    const known = filter?.options.map(({ value, label }) => ({ id: value, name: label }));
    return known ? [{ to, one: RESOURCES[to].one, options: known }] : [];
  });

  return (
    <Page wide>
      <PageHeader
        title={titled(many)}
        description={resource.about}
        actions={
          <>
            {may.export && !blank ? (
              <LinkButton href={buildHref(paths.export, search, {})} icon={<Download />} external>
                Export
              </LinkButton>
            ) : null}
            {may.import && !blank ? (
              <LinkButton href={paths.imports} icon={<Upload />}>
                Import
              </LinkButton>
            ) : null}
            {may.create && !blank ? (
              <LinkButton href={paths.create} variant="primary" icon={<Plus />}>
                Add {one}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <ArchivedNote workspace={actor.workspace} />
      {lost ? (
        <Callout title="That page of the list is not there any more">Here is the first one.</Callout>
      ) : null}
      {blank ? null : (
        <FilterBar
          path={paths.list}
          params={search}
          search={{ placeholder: resource.searches }}
          filters={filters.filter((filter) => filter.options.length > 0)}
          end={
            <ViewMenu
              path={paths.list}
              params={search}
              compact={query.compact}
              columns={resource.columns.map(({ key, label, extra }) => ({
                key,
                label,
                shown: shown.some((column) => column.key === key),
                usual: !extra,
              }))}
            />
          }
        />
      )}
      <Selection ids={lines.map(({ id }) => id)}>
        <ListRegion>
          {lines.length ? (
            <RecordTable
              label={titled(many)}
              lines={lines}
              name={{ href: sortHref('name'), direction: direction('name') }}
              columns={shown.map(({ key, label, kind = 'text', width, sort }) => ({
                key,
                label,
                kind,
                width,
                sortHref: sort && sortHref(sort),
                direction: direction(sort),
              }))}
              compact={query.compact}
              selects={may.delete || may.update}
              faces={resource.faces ?? false}
              now={Date.now()}
            />
          ) : (
            <NoRecords resource={resource} q={query.q} filtered={filtered} paths={paths} may={may} />
          )}
        </ListRegion>
        <RecordBulk
          resource={resource.name}
          noun={{ one, many }}
          ties={ties}
          remove={may.delete ? removeRecords : null}
          tie={may.update ? tieRecords : null}
        />
      </Selection>
      <Pagination
        from={page.from}
        to={page.to}
        total={Math.min(total, COUNTED)}
        atLeast={total > COUNTED}
        prevHref={page.before && buildHref(paths.list, search, { before: page.before })}
        nextHref={page.after && buildHref(paths.list, search, { after: page.after })}
      />
    </Page>
  );
}
