import { notFound } from 'next/navigation';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { ORG, sql } from '@/lib/db/sql';
import { fromUlid } from '@/lib/ids';
import { wordsOf } from '@/lib/resources/describe';
import { requireResourceWith } from '@/lib/resources/door';
import { guessed } from '@/lib/resources/file';
import { importOf } from '@/lib/resources/import';
import { RESOURCES } from '@/lib/resources/names';
import { recordPaths } from '@/lib/resources/paths';
import { beginImport, forgetImport } from '../../actions';
import { rowsCounted } from '../rows-counted';
import { MappingForm } from './mapping-form';
import { Outcome } from './outcome';

/** One file on its way: which column is what, then how far it is, then what became of it. */
export default async function ImportedFilePage({
  params,
}: PageProps<'/t~/[org]/s/[subTeam]/[resource]/import/[importId]'>) {
  const { importId } = await params;
  const { resource, actor, rows } = await requireResourceWith(params, 'import', (found) => [
    importOf(found, fromUlid(importId)),
    sql<{ used: number }>`SELECT u.used::float8 AS used FROM usage_counter u
      WHERE u.org_id = ${ORG} AND u.limit_key = ${found.limit ?? ''}`,
  ]);
  const [[file], [usage]] = rows;
  if (!file) notFound();
  const { many } = RESOURCES[resource.name];
  const paths = recordPaths(actor.workspace.slug, resource.name);
  const [head = [], ...sample] = file.sample;
  const room = resource.limit ? actor.limits[resource.limit] - (usage?.used ?? 0) : null;
  return (
    <Page>
      <PageHeader
        title={file.file_name}
        description={rowsCounted(file.total)}
        back={{ href: paths.imports, label: `Import ${many}` }}
      />
      {file.state === 'mapping' ? (
        <MappingForm
          resource={resource.name}
          id={importId}
          many={many}
          total={file.total}
          room={room}
          head={head}
          sample={sample}
          guess={guessed(resource, head)}
          fields={(resource.csv ?? []).map((name) => ({
            name,
            label: wordsOf(resource, name)?.label ?? name,
            needed: name === 'name',
          }))}
          begin={beginImport}
          forget={forgetImport}
        />
      ) : (
        <Outcome
          many={many}
          done={file.state === 'done'}
          total={file.total}
          looked={file.done}
          added={file.added}
          refused={file.refused}
          seconds={
            file.started_at
              ? ((file.finished_at ?? new Date()).getTime() - file.started_at.getTime()) / 1000
              : null
          }
          listHref={paths.list}
          refusalsHref={paths.refusals(importId)}
        />
      )}
    </Page>
  );
}
