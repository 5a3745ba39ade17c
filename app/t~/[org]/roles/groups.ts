import { PERMISSIONS, type Permission } from '@/lib/access/permissions';
import { RESOURCE_NAMES, RESOURCES, titled } from '@/lib/resources/names';

const TITLES: Record<string, string> = {
  org: 'Organization',
  member: 'Members',
  workspace: 'Workspaces',
  sub_team: 'Sub-teams',
  team: 'Teams',
  access: 'Access',
  invitation: 'Invitations',
  role: 'Roles',
  audit: 'Audit log',
  domain: 'Domains',
  brand: 'Branding',
  routing: 'Routing log',
  feature: 'Features',
  conversation: 'Conversations',
  message: 'Messages',
  relay: 'Relays',
  usage: 'Usage',
  billing: 'Billing',
  ...Object.fromEntries(RESOURCE_NAMES.map((name) => [name, titled(RESOURCES[name].many)])),
};

export type PermissionGroup = {
  title: string;
  permissions: { permission: Permission; sentence: string }[];
};

/** The whole vocabulary by what it is about, in the order in which it is written down. */
export function permissionGroups(): PermissionGroup[] {
  const groups = new Map<string, PermissionGroup>();
  for (const [permission, sentence] of Object.entries(PERMISSIONS) as [Permission, string][]) {
    const resource = permission.slice(0, permission.indexOf('.'));
    const group = groups.get(resource) ?? { title: TITLES[resource] ?? resource, permissions: [] };
    group.permissions.push({ permission, sentence });
    groups.set(resource, group);
  }
  return [...groups.values()];
}
