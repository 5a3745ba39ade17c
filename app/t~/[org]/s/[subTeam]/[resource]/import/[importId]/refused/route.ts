import { download } from '@/lib/api/download';
import { readWorkspace } from '@/lib/db/in-workspace';
import { AppError } from '@/lib/errors';
import { fromUlid } from '@/lib/ids';
import { resourceRoute } from '@/lib/resources/door';
import { refusalCsv } from '@/lib/resources/export';
import { importOf } from '@/lib/resources/import';

type Params = { resource: string; importId: string };

/** The rows of a file that were not taken, each with its reason, as a file to mend and bring in again. */
export const GET = resourceRoute<Params>('import', async ({ resource, actor, params }) => {
  return download(actor, async () => {
    const [[found]] = await readWorkspace(actor, [importOf(resource, fromUlid(params.importId))]);
    if (!found) throw new AppError('not_found');
    const [head = []] = found.sample;
    return { name: `${resource.name}-import-refused.csv`, pieces: refusalCsv(actor, found.id, head) };
  });
});
