import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { sql } from '../db/sql';
import { isUniqueViolation } from '../db/violations';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { newOrgSchema } from './new-org';
import { stillMay } from './org-settings';
import { slugTaken } from './slug-availability';

/** For how long an old address leads to the new one. After that anybody may claim it. */
export const REDIRECT_DAYS = 90;
// Names that are held and not used are names that nobody else can have.
const MOST_HELD = 10;
const DAY_MS = 24 * 60 * 60_000;

export const renameSchema = z.strictObject({ slug: newOrgSchema.shape.slug });

/**
 * Moves an org to another subdomain. Its id and all of its rows stay what they are; the old address leads to the new
 * one for 90 days, during which nobody else can claim it and the org itself can take it back at once.
 * @returns the slug it has now
 * @throws AppError slug_taken (or it looks like another's), conflict (too many former addresses), forbidden
 */
export async function renameOrg(
  actor: Actor,
  { slug }: z.output<typeof renameSchema>,
  request: RequestInfo,
): Promise<{ slug: string }> {
  try {
    await inOrgTx(actor, async (db) => {
      await stillMay(db, actor, 'org.rename');
      const { slug: old, name } = await db.org.findFirstOrThrow({ select: { slug: true, name: true } });
      if (slug === old) return;
      await retire(db, old);
      await claim(db, slug);
      await notTooMany(db);
      await db.org.updateMany({ where: {}, data: { slug } });
      await record(
        db,
        { actor, request },
        {
          action: 'org.renamed',
          target: { kind: 'org', id: db.orgId, label: name },
          before: { slug: old },
          after: { slug },
        },
      );
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw await slugTaken(slug, actor.orgId);
  }
  return { slug };
}

async function retire(db: OrgTx, host: string) {
  const formerUntil = new Date(Date.now() + REDIRECT_DAYS * DAY_MS);
  await db.orgHost.updateMany({ where: { host }, data: { state: 'former', formerUntil } });
}

/** A name of the org's own past comes back to life; any other is new, and the table refuses it when it is taken. */
async function claim(db: OrgTx, host: string) {
  await db.rows(sql`SELECT release_lapsed_host(${host})`);
  const again = { state: 'live', formerUntil: null };
  const { count } = await db.orgHost.updateMany({ where: { host, state: 'former' }, data: again });
  if (count === 0) await db.orgHost.create({ data: { orgId: db.orgId, host } });
}

async function notTooMany(db: OrgTx) {
  const held = await db.orgHost.count({ where: { state: 'former', formerUntil: { gt: new Date() } } });
  if (held <= MOST_HELD) return;
  throw new AppError('conflict', {
    message: `This organization holds ${MOST_HELD} former addresses already. Wait until one of them is free again.`,
  });
}
