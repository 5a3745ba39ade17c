import { z } from 'zod';
import { parse } from '@/lib/admit/action';
import { orgRoute } from '@/lib/admit/route';
import { thingsLike } from '@/lib/data/access-of';
import { readOrg } from '@/lib/db/in-org';
import { thingLine } from '@/lib/shell/thing-line';

const schema = z.strictObject({ q: z.string().trim().max(200).default('') });

/** Things that can be shared, by part of a name, wherever in the organization they are: at most eight. */
export const GET = orgRoute('access.read', async ({ request, actor }) => {
  const { q } = parse(schema, Object.fromEntries(new URL(request.url).searchParams));
  const [found] = await readOrg(actor, [thingsLike(q)]);
  return Response.json(
    found.map(thingLine).map(({ on, name, where, whyHref }) => ({
      id: on,
      label: name,
      detail: where,
      href: whyHref,
    })),
  );
});
