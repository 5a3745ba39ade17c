import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireResourceWith } from '@/lib/resources/door';
import { MOST_COLUMNS, MOST_ROWS } from '@/lib/resources/file';
import { latestImports } from '@/lib/resources/import';
import { RESOURCES, titled } from '@/lib/resources/names';
import { recordPaths } from '@/lib/resources/paths';
import { DropFile } from './drop-file';
import { EarlierImports } from './earlier-imports';

/** Where a file is brought in, and what became of those before. */
export default async function ImportPage({ params }: PageProps<'/t~/[org]/s/[subTeam]/[resource]/import'>) {
  const { resource, actor, rows } = await requireResourceWith(params, 'import', (found) => [
    latestImports(found),
  ]);
  const [imports] = rows;
  const { many } = RESOURCES[resource.name];
  const paths = recordPaths(actor.workspace.slug, resource.name);
  return (
    <Page>
      <PageHeader
        title={`Import ${many}`}
        description="Choose a CSV file, say which column is what, and go on working while it comes in."
        back={{ href: paths.list, label: titled(many) }}
      />
      <DropFile
        uploadHref={paths.upload('')}
        hint={`Choose a CSV file in UTF-8 or drop it here. Its first line names the columns. Up to ${MOST_ROWS.toLocaleString('en')} rows, ${MOST_COLUMNS} columns and 2 MB.`}
      />
      {imports.length ? <EarlierImports imports={imports} pathOf={paths.import} now={Date.now()} /> : null}
    </Page>
  );
}
