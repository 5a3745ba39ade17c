import { z } from 'zod';
import { parse } from '@/lib/admit/action';
import { orgRoute } from '@/lib/admit/route';
import { teamsLike } from '@/lib/data/team-list';
import { readOrg } from '@/lib/db/in-org';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';

const schema = z.strictObject({ q: z.string().trim().min(1).max(200) });

/** Teams by part of a name: at most eight. */
export const GET = orgRoute('team.read', async ({ request, actor }) => {
  const { q } = parse(schema, Object.fromEntries(new URL(request.url).searchParams));
  const [found] = await readOrg(actor, [teamsLike(q)]);
  return Response.json(
    found.slice(0, 8).map(({ id, name, slug, members }) => ({
      id: toUlid(id),
      label: name,
      detail: `Team · ${members.toLocaleString('en')} ${members === 1 ? 'member' : 'members'}`,
      href: orgPaths.team(slug),
    })),
  );
});
