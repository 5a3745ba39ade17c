import { download } from '@/lib/api/download';
import { record } from '@/lib/data/audit';
import { inWorkspaceTx, readWorkspace } from '@/lib/db/in-workspace';
import { queryOf } from '@/lib/input/query';
import { resourceRoute } from '@/lib/resources/door';
import { recordCsv } from '@/lib/resources/export';
import { COUNTED, recordCount } from '@/lib/resources/list';
import { RESOURCES, scopeOf } from '@/lib/resources/names';
import { readRecordQuery } from '@/lib/resources/query';

/** The list as it is filtered and sorted, as a CSV file. It is streamed: its first rows leave at once. */
export const GET = resourceRoute('export', async ({ resource, actor, request, info }) => {
  const { query } = readRecordQuery(resource, queryOf(new URL(request.url).searchParams));
  return download(actor, async () => {
    const [[count]] = await readWorkspace(actor, [recordCount(resource, query)]);
    const total = count?.total ?? 0;
    const rows = total > COUNTED ? `${COUNTED.toLocaleString('en')}+` : total;
    // What is the organization's as a whole is of no workspace to a person.
    const slug = scopeOf(resource.name) === 'org' ? undefined : actor.workspace.slug;
    // Written before the first row leaves: nothing goes out that the log doesn't know of. Without the search text, which
    // may be a person's name.
    await inWorkspaceTx(actor, (db) =>
      record(
        db,
        { actor, request: info },
        {
          action: `${resource.name}.exported`,
          after: { rows, ...(slug && { workspace: slug }), ...(query.q && { searched: true }) },
        },
      ),
    );
    const day = new Date().toISOString().slice(0, 10);
    const name = [actor.org.slug, slug, RESOURCES[resource.name].many, day].filter(Boolean).join('-');
    return { name: `${name}.csv`, pieces: recordCsv(actor, resource, query) };
  });
});
