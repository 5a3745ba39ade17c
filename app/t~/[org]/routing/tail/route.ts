import { orgRoute } from '@/lib/admit/route';
import { routingTail, TAIL } from '@/lib/data/routing-list';
import { readTailQuery } from '@/lib/data/routing-query';
import { readOrg } from '@/lib/db/in-org';
import { routingLine } from '@/lib/shell/routing-line';

/** The newest decisions, for the live view: some that it knows already, and all that it doesn't. */
export const GET = orgRoute('routing.read', async ({ request, actor }) => {
  const { query, after } = readTailQuery(Object.fromEntries(new URL(request.url).searchParams));
  const [found] = await readOrg(actor, [routingTail(query, after)]);
  return Response.json({
    lines: found.map((row) => routingLine(row, actor.orgId)),
    // As many as there can be: there may have been more.
    more: found.length >= TAIL,
    now: new Date().toISOString(),
  });
});
