import type { Feature } from '../plans/features';
import { can, inScope, isOn } from './can';
import { heldBy, RESOURCE_ROLES, type ResourceKind, type ResourceRole } from './grants';
import type { Permission, Role } from './permissions';

/** One way in which somebody has access to a resource. */
export type Path =
  | { via: 'org'; orgRole: Role }
  | { via: 'member'; role: ResourceRole }
  | { via: 'team'; team: { id: string; name: string; slug: string }; lead: boolean; role: ResourceRole };

/**
 * What an org role is worth on every resource of a kind: the strongest resource role whose acts it all allows; null when
 * it doesn't even allow to see one. It follows from the roles' own table, so that the two can't drift apart.
 */
export const worthOf = (kind: ResourceKind, orgRole: Role): ResourceRole | null =>
  RESOURCE_ROLES.find((role) => [...heldBy(kind, role)].every((permission) => can(orgRole, permission))) ??
  null;

/** The role that a path gives; null for an org role that gives none. */
export const roleOf = (kind: ResourceKind, path: Path): ResourceRole | null =>
  path.via === 'org' ? worthOf(kind, path.orgRole) : path.role;

const strength = (role: ResourceRole | null): number =>
  role === null ? 0 : RESOURCE_ROLES.length - RESOURCE_ROLES.indexOf(role);

/** The stronger of two roles. */
export const stronger = (a: ResourceRole | null, b: ResourceRole | null): ResourceRole | null =>
  strength(a) >= strength(b) ? a : b;

export type Composed = { role: ResourceRole | null; by: Path | null };

/**
 * THE RULE for who may do what with one resource: of all paths the most permissive one decides. A path more never takes
 * anything away, and their order says nothing. Of equals the one that lasts longest is named: the org role before the
 * person's own grant before a team's, teams by name.
 */
export function compose(kind: ResourceKind, paths: readonly Path[]): Composed {
  const [first] = inOrder(kind, paths);
  const role = first ? roleOf(kind, first) : null;
  return { role, by: role && first ? first : null };
}

const VIA = { org: 0, member: 1, team: 2 } as const;

/** The paths, the one that decides first. */
export const inOrder = (kind: ResourceKind, paths: readonly Path[]): Path[] =>
  paths.toSorted(
    (a, b) =>
      strength(roleOf(kind, b)) - strength(roleOf(kind, a)) || VIA[a.via] - VIA[b.via] || byTeam(a, b),
  );

function byTeam(a: Path, b: Path): number {
  if (a.via !== 'team' || b.via !== 'team') return 0;
  const of = ({ team, lead }: typeof a) => `${team.name}\n${team.id}\n${lead ? 0 : 1}`;
  return of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0;
}

type Holder = { role: Role; features: ReadonlySet<Feature>; token?: { scopes: ReadonlySet<string> } };

/**
 * May this actor do this with one resource, on which grants (their own and their teams') give `granted` at most? What
 * their org role allows they may anyway; what is switched off nobody may, and a token nothing beyond its scopes, whatever
 * was granted to whoever made it.
 */
export const mayWith = (
  actor: Holder,
  kind: ResourceKind,
  granted: ResourceRole | null,
  permission: Permission,
): boolean =>
  isOn(actor.features, permission) &&
  inScope(actor, permission) &&
  (can(actor.role, permission) || (granted !== null && heldBy(kind, granted).has(permission)));

/** What somebody is on a resource, all told: by their org role and by grants. */
export const standing = (
  kind: ResourceKind,
  orgRole: Role,
  granted: ResourceRole | null,
): ResourceRole | null => stronger(worthOf(kind, orgRole), granted);

// Nobody hands out or takes away more than they hold, and only who may share does either.
const HANDS: Record<ResourceRole, readonly ResourceRole[]> = {
  owner: RESOURCE_ROLES,
  admin: ['admin', 'editor', 'reviewer', 'viewer'],
  editor: [],
  reviewer: [],
  viewer: [],
};

/** May somebody who is `mine` on a resource turn a grant of `from` into one of `to`? `null`: no grant. */
export const canShare = (
  mine: ResourceRole | null,
  from: ResourceRole | null,
  to: ResourceRole | null,
): boolean =>
  mine !== null &&
  (from === null || HANDS[mine].includes(from)) &&
  (to === null || HANDS[mine].includes(to)) &&
  HANDS[mine].length > 0;
