import { z } from 'zod';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { parse } from '@/lib/admit/action';
import { orgRoute } from '@/lib/admit/route';
import { findMembers } from '@/lib/data/find-members';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';

const schema = z.strictObject({ q: z.string().trim().min(1).max(200) });

/** Members by part of a name or e-mail, for the command palette: at most eight. */
export const GET = orgRoute('member.read', async ({ request, actor }) => {
  const { q } = parse(schema, Object.fromEntries(new URL(request.url).searchParams));
  const found = await findMembers(actor, q);
  return Response.json(
    found.map((member) => ({
      id: toUlid(member.user_id),
      label: member.name,
      detail: `${ROLE_LABELS[member.role as Role].label} · ${member.email}`,
      href: orgPaths.members({ q: member.email }),
    })),
  );
});
