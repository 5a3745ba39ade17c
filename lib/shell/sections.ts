import type { Permission } from '../access/permissions';
import { namesOf, RESOURCES, type ResourceScope, titled } from '../resources/names';
import { orgPaths, workspacePaths } from '../routes';
import { MAIN, workspaceOf } from '../tenancy/workspace-path';

/** A page of an org's host that the navigation leads to, and the permission that it asks for. */
export type Section = {
  href: string;
  label: string;
  permission: Permission;
  /** "g m": g, then m. */
  shortcut: string;
  group: 'work' | 'people' | 'org' | 'records';
};

/** The links to the lists of described resources, in their order. */
const listsOf = (scope: ResourceScope) =>
  namesOf(scope).map((name) => ({
    path: name,
    label: titled(RESOURCES[name].many),
    permission: `${name}.read` as const,
    shortcut: RESOURCES[name].shortcut,
  }));

/** THE navigation: sidebar, command palette and 403 page read the same table. */
export const SECTIONS: readonly Section[] = [
  { href: orgPaths.overview, label: 'Overview', permission: 'org.read', shortcut: 'g o', group: 'work' },
  { href: orgPaths.members(), label: 'Members', permission: 'member.read', shortcut: 'g m', group: 'people' },
  {
    href: orgPaths.invitations(),
    label: 'Invitations',
    permission: 'invitation.read',
    shortcut: 'g i',
    group: 'people',
  },
  {
    href: orgPaths.subTeams,
    label: 'Sub-teams',
    permission: 'sub_team.read',
    shortcut: 'g t',
    group: 'people',
  },
  { href: orgPaths.teams(), label: 'Teams', permission: 'team.read', shortcut: 'g h', group: 'people' },
  { href: orgPaths.roles, label: 'Roles', permission: 'role.read', shortcut: 'g r', group: 'people' },
  { href: orgPaths.access(), label: 'Access', permission: 'access.read', shortcut: 'g e', group: 'people' },
  ...listsOf('org').map(({ path, ...section }) => ({
    ...section,
    href: workspacePaths(MAIN)[path],
    group: 'org' as const,
  })),
  { href: orgPaths.settings, label: 'Settings', permission: 'org.read', shortcut: 'g s', group: 'org' },
  { href: orgPaths.branding, label: 'Branding', permission: 'brand.update', shortcut: 'g b', group: 'org' },
  { href: orgPaths.relays, label: 'Relays', permission: 'relay.read', shortcut: 'g y', group: 'org' },
  { href: orgPaths.tokens, label: 'API tokens', permission: 'token.read', shortcut: 'g x', group: 'org' },
  {
    href: orgPaths.developers,
    label: 'API reference',
    permission: 'org.read',
    shortcut: 'g v',
    group: 'org',
  },
  { href: orgPaths.domains, label: 'Domains', permission: 'domain.read', shortcut: 'g d', group: 'org' },
  { href: orgPaths.features, label: 'Features', permission: 'feature.read', shortcut: 'g f', group: 'org' },
  { href: orgPaths.plan, label: 'Plan', permission: 'billing.read', shortcut: 'g p', group: 'org' },
  { href: orgPaths.usage, label: 'Usage', permission: 'usage.read', shortcut: 'g u', group: 'org' },
  { href: orgPaths.audit(), label: 'Audit log', permission: 'audit.read', shortcut: 'g a', group: 'records' },
  {
    href: orgPaths.routing(),
    label: 'Routing log',
    permission: 'routing.read',
    shortcut: 'g l',
    group: 'records',
  },
];

/** A page of a workspace, by its name among workspacePaths. */
export type WorkspaceSection = {
  path: keyof ReturnType<typeof workspacePaths>;
  label: string;
  permission: Permission;
  /** "g w": g, then w. */
  shortcut: string;
};

/** The navigation inside a workspace: in the main one and in each sub-team the same. */
export const WORKSPACE_SECTIONS: readonly WorkspaceSection[] = [
  { path: 'overview', label: 'Overview', permission: 'workspace.read', shortcut: 'g w' },
  ...listsOf('workspace'),
  { path: 'conversations', label: 'Conversations', permission: 'conversation.read', shortcut: 'g n' },
];

/** Pages below a section that ask for more than it does. */
const DEEPER: readonly { href: string; permission: Permission }[] = [
  { href: orgPaths.invite, permission: 'invitation.create' },
  { href: `${orgPaths.subTeams}/`, permission: 'sub_team.assign' },
];

/** The permission that the page at `path` asks for; null when the table has no such page. */
export function permissionOf(path: string): Permission | null {
  const workspace = workspaceOf(path);
  const inside = workspace
    ? WORKSPACE_SECTIONS.map((one) => ({ ...one, href: workspacePaths(workspace)[one.path] }))
    : [];
  const under = [...SECTIONS, ...DEEPER, ...inside].filter(
    ({ href }) => path === href || (href !== '/' && path.startsWith(href.endsWith('/') ? href : `${href}/`)),
  );
  under.sort((a, b) => b.href.length - a.href.length);
  return under[0]?.permission ?? null;
}
