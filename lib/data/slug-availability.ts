import { askGate } from '../db/enter';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { slugProblem } from '../tenancy/slugs';

export type SlugAvailability = { free: true } | { free: false; why: string };

/**
 * Whether a slug can be claimed now, and if not why not, as a sentence. Only the claim itself is binding: somebody
 * may be quicker.
 * @param orgId the org that asks, which may take back a former address of its own; null for a new one
 */
export async function slugAvailability(slug: string, orgId: OrgId | null): Promise<SlugAvailability> {
  const why = slugProblem(slug);
  if (why) return { free: false, why };
  const [row] = await askGate(sql<{ state: string }>`SELECT slug_state(${slug}, ${orgId}::uuid) AS state`);
  if (row?.state === 'free') return { free: true };
  if (row?.state === 'held')
    return { free: false, why: 'Another organization had this address lately and still redirects it.' };
  return { free: false, why: 'That address is taken.' };
}
