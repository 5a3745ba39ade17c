import type { OrgTx } from '../db/handle';
import { ORG, type Sql, sql } from '../db/sql';
import { AppError } from '../errors';

// A sub-team or team that is renamed or deleted keeps its old slug for 90 days: links and API paths with it still work, and no
// other can take it over. A trigger (hold_slug) writes these rows and refuses a slug that is held.

type Kind = 'sub_team' | 'team';

const formerly = (kind: Kind, slug: string): Sql => sql`(SELECT h.of_id FROM former_slug h
  WHERE h.org_id = ${ORG} AND h.kind = ${kind}::text AND h.slug = ${slug} AND h.until > now())`;

/** The id of the sub-team that has this slug, or had it less than 90 days ago, in SQL. */
export const subTeamCalled = (slug: string): Sql => sql`coalesce(
  (SELECT n.id FROM sub_team n WHERE n.org_id = ${ORG} AND n.slug = ${slug}), ${formerly('sub_team', slug)})`;

/** The same for a team. */
export const teamCalled = (slug: string): Sql => sql`coalesce(
  (SELECT n.id FROM team n WHERE n.org_id = ${ORG} AND n.slug = ${slug}), ${formerly('team', slug)})`;

const ONE = { sub_team: 'sub-team', team: 'team' } as const;

/**
 * Refuses a slug that is held for another sub-team or team, in the transaction that would take it, and says until when.
 * @param id whose slug it is to be; its own former ones it can have back
 * @throws AppError slug_taken
 */
export async function mustNotBeHeld(db: OrgTx, kind: Kind, slug: string, id: string): Promise<void> {
  const held = await db.formerSlug.findFirst({
    where: { kind, slug, until: { gt: new Date() }, ofId: { not: id } },
    select: { until: true },
  });
  if (!held) return;
  const until = held.until.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
  throw new AppError('slug_taken', {
    fields: {
      slug: `Another ${ONE[kind]} had “${slug}”, and old links still lead there. It’s available after ${until}.`,
    },
  });
}
