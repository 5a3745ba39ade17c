import { askGate } from '../db/enter';
import type { OrgId } from '../db/scope';
import { sql } from '../db/sql';
import { AppError } from '../errors';
import { slugProblem } from '../tenancy/slugs';

/** Why an address is refused that could be taken for another's. Which one it is, is not said. */
export const ALIKE =
  'It looks too much like the address of another organization: people would take one for the other.';

export type SlugAvailability = { free: true } | { free: false; why: string };

/** The refusal of a claim that the database turned down, with the reason as it stands now. */
export async function slugTaken(slug: string, orgId: OrgId | null): Promise<AppError> {
  const now = await slugAvailability(slug, orgId).catch(() => null);
  const alike = now?.free === false && now.why === ALIKE;
  return new AppError('slug_taken', {
    fields: { slug: alike ? ALIKE : 'That address has just been taken. Choose another one.' },
  });
}

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
  if (row?.state === 'alike') return { free: false, why: ALIKE };
  if (row?.state === 'held')
    return { free: false, why: 'Another organization had this address lately and still redirects it.' };
  return { free: false, why: 'That address is taken.' };
}
