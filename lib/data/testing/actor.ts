import type { UserActor } from '../../access/actor';
import type { Role } from '../../access/permissions';
import type { TestOrg } from '../../db/testing/world';
import { ALL_FEATURES } from '../../plans/entitlements';
import { PLANS } from '../../plans/plans';

/** A test org's owner, or anybody else in it, as an action gets them. */
export function actorIn(
  { orgId, slug, ...owner }: TestOrg,
  who: Partial<Pick<UserActor, 'userId' | 'sessionId' | 'email'>> & { role?: Role } = {},
): UserActor {
  return {
    kind: 'user',
    orgId,
    userId: owner.userId,
    ticket: owner.ticket,
    sessionId: owner.sessionId,
    role: 'owner',
    name: 'Somebody',
    email: `${who.userId ?? owner.userId}@test.example`,
    org: { slug, name: slug, color: '#4f46e5', host: slug, plan: 'business', logo: null, icon: null },
    features: new Set(ALL_FEATURES),
    limits: PLANS.business.limits,
    ...who,
  };
}
