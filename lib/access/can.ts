import { FEATURE_OF, type Feature } from '../plans/features';
import { GRANTED, type Permission, ROLES, type Role } from './permissions';

/** May a holder of this role do this? */
export const can = (role: Role, permission: Permission): boolean => GRANTED[role].has(permission);

/** True while the permission's feature is on, and for permissions of no feature. */
export const isOn = (features: ReadonlySet<Feature>, permission: Permission): boolean => {
  const feature = FEATURE_OF[permission];
  return feature === undefined || features.has(feature);
};

/** What `may` needs to know of an actor; `token` of one that is a token. */
type Judged = { role: Role; features: ReadonlySet<Feature>; token?: { scopes: ReadonlySet<string> } };

/** True unless the actor is a token without this scope. */
export const inScope = ({ token }: Pick<Judged, 'role' | 'token'>, permission: Permission): boolean =>
  token === undefined || token.scopes.has(permission);

/** Do role and, of a token, scopes allow this to the actor? */
export const holds = (actor: Pick<Judged, 'role' | 'token'>, permission: Permission): boolean =>
  can(actor.role, permission) && inScope(actor, permission);

/** May this actor do this, in this org? Role and scopes allow it, and the feature it belongs to is on. */
export const may = (actor: Judged, permission: Permission): boolean =>
  holds(actor, permission) && isOn(actor.features, permission);

/** The roles that may do this, for the database to check while entering. */
export const rolesThatMay = (permission: Permission): Role[] =>
  ROLES.filter((role) => GRANTED[role].has(permission));

// Nobody hands out or takes away more than they hold: each role's own row names what it may give and take.
const HANDS_OUT: Record<Role, readonly Role[]> = {
  owner: ['owner', 'admin', 'member', 'viewer'],
  admin: ['admin', 'member', 'viewer'],
  member: [],
  viewer: [],
};

/**
 * May a holder of `mine` turn a member of role `from` into role `to`? `null` stands for "no member": inviting is
 * null to role, removing is role to null. Needs the permission for the act besides.
 */
export const canGrant = (mine: Role, from: Role | null, to: Role | null): boolean =>
  (from === null || HANDS_OUT[mine].includes(from)) && (to === null || HANDS_OUT[mine].includes(to));

/** The roles that a holder of `mine` may give to somebody who has `from` now. */
export const grantable = (mine: Role, from: Role | null = null): Role[] =>
  ROLES.filter((role) => canGrant(mine, from, role));
