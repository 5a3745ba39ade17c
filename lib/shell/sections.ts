import type { Permission } from '../access/permissions';
import { orgPaths } from '../routes';

/** A page of an org's host that the navigation leads to, and the permission that it asks for. */
export type Section = {
  href: string;
  label: string;
  permission: Permission;
  /** "g m": g, then m. */
  shortcut: string;
  group: 'work' | 'people' | 'org' | 'records';
};

/** THE navigation: sidebar, command palette and 403 page read the same table. */
export const SECTIONS: readonly Section[] = [
  { href: orgPaths.overview, label: 'Overview', permission: 'org.read', shortcut: 'g o', group: 'work' },
  {
    href: orgPaths.conversations('main'),
    label: 'Conversations',
    permission: 'conversation.read',
    shortcut: 'g c',
    group: 'work',
  },
  { href: orgPaths.members(), label: 'Members', permission: 'member.read', shortcut: 'g m', group: 'people' },
  {
    href: orgPaths.invitations(),
    label: 'Invitations',
    permission: 'invitation.read',
    shortcut: 'g i',
    group: 'people',
  },
  { href: orgPaths.roles, label: 'Roles', permission: 'role.read', shortcut: 'g r', group: 'people' },
  { href: orgPaths.settings, label: 'Settings', permission: 'org.read', shortcut: 'g s', group: 'org' },
  { href: orgPaths.branding, label: 'Branding', permission: 'brand.update', shortcut: 'g b', group: 'org' },
  { href: orgPaths.relays, label: 'Relays', permission: 'relay.read', shortcut: 'g y', group: 'org' },
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

/** Pages below a section that ask for more than it does. */
const DEEPER: readonly { href: string; permission: Permission }[] = [
  { href: orgPaths.invite, permission: 'invitation.create' },
];

/** The permission that the page at `path` asks for; null when the table has no such page. */
export function permissionOf(path: string): Permission | null {
  const under = [...SECTIONS, ...DEEPER].filter(
    ({ href }) => path === href || (href !== '/' && path.startsWith(`${href}/`)),
  );
  under.sort((a, b) => b.href.length - a.href.length);
  return under[0]?.permission ?? null;
}
