import { orgRoute } from '@/lib/admit/route';
import { auditTail, TAIL } from '@/lib/data/audit-list';
import { readAuditTail } from '@/lib/data/audit-query';
import { readOrg } from '@/lib/db/in-org';
import { auditLine } from '@/lib/shell/audit-line';

/** The newest events, for the live view: some that it knows already, and all that it doesn't. */
export const GET = orgRoute('audit.read', async ({ request, actor }) => {
  const { query, after } = readAuditTail(Object.fromEntries(new URL(request.url).searchParams));
  const [found] = await readOrg(actor, [auditTail(query, after)]);
  return Response.json({
    lines: found.map(auditLine),
    // As many as there can be: there may have been more.
    more: found.length >= TAIL,
    now: new Date().toISOString(),
  });
});
