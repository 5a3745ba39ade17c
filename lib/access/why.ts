import { type Composed, compose, inOrder, type Path } from './compose';
import { heldBy, KINDS, type ResourceKind, type ResourceRole } from './grants';
import { type Permission, ROLES, type Role } from './permissions';

/** Everything that lets one member reach one resource. */
export type Ways = {
  orgRole: Role;
  direct: ResourceRole | null;
  teams: readonly { id: string; name: string; slug: string; lead: boolean; role: ResourceRole }[];
  /** The resource is in no sub-team, or in one that they are assigned to. Owners and admins come in without. */
  letIn: boolean;
};

/** The ways, one by one. */
export const pathsOf = ({ orgRole, direct, teams }: Ways): Path[] => [
  { via: 'org', orgRole },
  ...(direct ? [{ via: 'member' as const, role: direct }] : []),
  ...teams.map(({ lead, role, ...team }) => ({ via: 'team' as const, team, lead, role })),
];

/** Whether they come to where the resource is: a grant opens no sub-team that one isn't in. */
export const comesIn = (kind: ResourceKind, { letIn, orgRole }: Ways): boolean =>
  !KINDS[kind].inWorkspace || letIn || orgRole === 'owner' || orgRole === 'admin';

export type Why = {
  /** What they are on it in the end. */
  role: ResourceRole | null;
  /** What the ways come to, before the question whether they come in. */
  composed: Composed;
  comesIn: boolean;
  /** The ways, the one that decides first. */
  paths: Path[];
};

/** Why somebody has access to a resource, or has none. */
export function why(kind: ResourceKind, ways: Ways): Why {
  const paths = inOrder(kind, pathsOf(ways));
  const composed = compose(kind, paths);
  const inside = comesIn(kind, ways);
  return { role: inside ? composed.role : null, composed, comesIn: inside, paths };
}

export type WhatIf = {
  if: { without: 'team'; team: { id: string; name: string } } | { without: 'grant' } | { orgRole: Role };
  /** What they would be then. */
  role: ResourceRole | null;
  lost: Permission[];
  gained: Permission[];
};

/** What would change without each of the teams and grants that they have it through, and in each other role. */
export function whatIfs(kind: ResourceKind, ways: Ways): WhatIf[] {
  const now = why(kind, ways).role;
  const tried: { if: WhatIf['if']; ways: Ways }[] = [
    ...ways.teams.map((team) => ({
      if: { without: 'team' as const, team: { id: team.id, name: team.name } },
      ways: { ...ways, teams: ways.teams.filter(({ id }) => id !== team.id) },
    })),
    ...(ways.direct ? [{ if: { without: 'grant' as const }, ways: { ...ways, direct: null } }] : []),
    ...ROLES.filter((role) => role !== ways.orgRole).map((orgRole) => ({
      if: { orgRole },
      ways: { ...ways, orgRole },
    })),
  ];
  return tried.map((one) => {
    const { role } = why(kind, one.ways);
    return { if: one.if, role, lost: less(kind, now, role), gained: less(kind, role, now) };
  });
}

/** What one role allows and another doesn't. */
function less(kind: ResourceKind, more: ResourceRole | null, than: ResourceRole | null): Permission[] {
  const rest = than ? heldBy(kind, than) : new Set<Permission>();
  return more ? [...heldBy(kind, more)].filter((permission) => !rest.has(permission)) : [];
}
