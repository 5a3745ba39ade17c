import type { Entered, Wanted } from '../db/enter';
import { AppError } from '../errors';
import { front } from '../front';
import { toUlid } from '../ids';
import { limitsOf } from '../plans/entitlements';

const NO_MEMBER = ['unauthenticated', 'tenant_forbidden', 'not_found', 'moved'];

/**
 * Waits for somebody to enter an org, and tells the front server how it went: whose session counts as a member's
 * there from now on, and how many requests a minute the org may have; or that it doesn't count as one any more.
 * Passes on what `entering` gives or throws.
 */
export async function tellFront<T extends { entered: Entered }>(
  wanted: Wanted,
  { sessionId }: { sessionId: string },
  entering: Promise<T>,
): Promise<T> {
  const registry = front()?.registry;
  if (!registry) return entering;
  const name = 'host' in wanted ? wanted.host : toUlid(wanted.orgId);
  try {
    const result = await entering;
    const { entered } = result;
    const requestsPerMinute = limitsOf(entered).requests_per_minute;
    registry.entered({ name, orgId: entered.org_id, sessionId, requestsPerMinute });
    return result;
  } catch (error) {
    // A workspace that isn't there says nothing about who asks.
    if (error instanceof AppError && error.detail !== 'workspace' && NO_MEMBER.includes(error.code))
      registry.refused(name, sessionId);
    throw error;
  }
}
