import { z } from 'zod';
import { orgRoute } from '@/lib/admit/route';
import { download } from '@/lib/api/download';
import { record } from '@/lib/data/audit';
import { auditFile, EXPORT_FORMATS } from '@/lib/data/audit-export';
import { readAuditQuery } from '@/lib/data/audit-query';
import { inOrgTx } from '@/lib/db/in-org';
import { paramsOf } from '../params';

const formatSchema = z.enum(EXPORT_FORMATS).catch('csv');
const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** The log as it is filtered, as a file. It is streamed: its first events leave at once. */
export const GET = orgRoute('audit.read', async ({ request, info, actor }) => {
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const { query } = readAuditQuery(params);
  const format = formatSchema.parse(params.format);
  // Written before the first event leaves, and so the newest one in the file.
  const { q, ...filter } = paramsOf(query);
  const after = { format, filter: { ...filter, ...(q && { searched: true }) } };
  return download(actor, async () => {
    await inOrgTx(actor, (db) => record(db, { actor, request: info }, { action: 'audit.exported', after }));
    const name = `${actor.org.slug}-audit-${new Date().toISOString().slice(0, 10)}.${format}`;
    return { name, pieces: auditFile(actor, query, format), type: TYPES[format] };
  });
});
