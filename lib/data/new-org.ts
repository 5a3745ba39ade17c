import { z } from 'zod';
import type { Person } from '../access/actor';
import { inNewOrg } from '../db/in-org';
import { sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import type { RequestInfo } from '../tenancy/request';
import { slugProblem } from '../tenancy/slugs';
import { startingColor } from '../tenancy/starting-color';
import { record } from './audit';
import { slugTaken } from './slug-availability';
import { thingName } from './thing-name';

export const newOrgSchema = z.strictObject({
  name: thingName,
  slug: z
    .string()
    .trim()
    .superRefine((slug, context) => {
      const why = slugProblem(slug);
      if (why) context.addIssue({ code: 'custom', message: why });
    }),
});

/**
 * Founds an organization: itself, its subdomain, its founder as owner, and the first line of its log, all or
 * nothing. It starts with nothing else: no teams, no sub-teams.
 * @throws AppError slug_taken when somebody has the address, or one that looks like it, however close it was
 */
export async function createOrg(
  person: Person,
  { name, slug }: z.output<typeof newOrgSchema>,
  request: RequestInfo,
): Promise<{ slug: string }> {
  const color = startingColor(slug);
  try {
    await inNewOrg(person, async (db) => {
      await db.rows(sql`SELECT release_lapsed_host(${slug})`);
      await db.org.create({ data: { id: db.orgId, slug, name, color } });
      await db.orgHost.create({ data: { orgId: db.orgId, host: slug } });
      await db.membership.create({ data: { orgId: db.orgId, userId: person.userId, role: 'owner' } });
      await record(
        db,
        { actor: { kind: 'user', userId: person.userId, email: person.email }, request },
        {
          action: 'org.created',
          target: { kind: 'org', id: db.orgId, label: name },
          after: { name, slug, color },
        },
      );
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw await slugTaken(slug, null);
    throw error;
  }
  return { slug };
}
