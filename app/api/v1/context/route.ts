import { orgRoute } from '@/lib/api/route';
import { toUlid } from '@/lib/ids';

/** Which organization this request is for, and who asks: what every other call would be judged by. */
export const GET = orgRoute('org.read', async ({ actor }) =>
  Response.json({
    organization: { id: toUlid(actor.orgId), slug: actor.org.slug, name: actor.org.name },
    actor: { kind: actor.kind, id: toUlid(actor.userId), email: actor.email, role: actor.role },
  }),
);
