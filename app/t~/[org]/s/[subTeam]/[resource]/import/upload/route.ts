import { AppError } from '@/lib/errors';
import { toUlid } from '@/lib/ids';
import { resourceRoute } from '@/lib/resources/door';
import { MOST_BYTES } from '@/lib/resources/file';
import { keepFile } from '@/lib/resources/import';
import { recordPaths } from '@/lib/resources/paths';

/** Stores an uploaded file; answers with the address of the page where its columns are mapped. */
export const POST = resourceRoute('import', async ({ resource, actor, request, info }) => {
  const name = (new URL(request.url).searchParams.get('name') ?? '').replace(/\p{Cc}/gu, '').slice(0, 120);
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MOST_BYTES)
    throw new AppError('too_large', {
      message: 'The file is larger than 2 MB. Split it into smaller files.',
    });
  const text = new TextDecoder('utf-8').decode(bytes);
  const id = await keepFile({ actor, request: info }, resource, { name: name || 'file.csv', text });
  return Response.json({ href: recordPaths(actor.workspace.slug, resource.name).import(toUlid(id)) });
});
