'use client';

import { usePathname } from 'next/navigation';
import { type NavGroup, SidebarNav } from '@/components/shell/sidebar-nav';
import { may } from '@/lib/access/can';
import type { Role } from '@/lib/access/permissions';
import type { Feature } from '@/lib/plans/features';
import { workspacePaths } from '@/lib/routes';
import { SECTIONS, type Section, WORKSPACE_SECTIONS } from '@/lib/shell/sections';
import { MAIN, workspaceOf } from '@/lib/tenancy/workspace-path';
import { iconOf, workspaceIconOf } from './icons';
import type { WorkspaceEntry } from './workspaces';

type NavProps = { role: Role; features: Feature[]; workspaces: WorkspaceEntry[] };

const GROUPS: { group: Section['group']; label?: string }[] = [
  { group: 'people', label: 'People' },
  { group: 'org', label: 'Organization' },
  { group: 'records', label: 'Records' },
];

/**
 * The sidebar's links, of what this role may do: the overview, the pages of the workspace that is open (of the main one
 * on the organization's own pages), and the organization's, which are the same whichever workspace is open.
 */
export function Nav({ role, features, workspaces }: NavProps) {
  const me = { role, features: new Set(features) };
  const open = useOpenWorkspace(workspaces);
  const inside = open ? workspacePaths(open.slug) : null;
  const ofGroup = (group: Section['group']) =>
    SECTIONS.filter((section) => section.group === group && may(me, section.permission)).map(
      ({ href, label }) => ({ href, label, icon: iconOf(href), exact: href === '/' }),
    );
  const groups: NavGroup[] = [
    { items: ofGroup('work') },
    {
      label: open && open.slug !== MAIN ? open.name : 'Main workspace',
      items: WORKSPACE_SECTIONS.filter(({ permission }) => inside && may(me, permission)).map(
        ({ path, label }) => ({
          href: inside?.[path] ?? '',
          label,
          icon: workspaceIconOf(path),
          exact: path === 'overview',
        }),
      ),
    },
    ...GROUPS.map(({ group, label }) => ({ label, items: ofGroup(group) })),
  ];
  return <SidebarNav groups={groups.filter(({ items }) => items.length > 0)} />;
}

/** The workspace that the address names, or the main one; undefined when the person is in none. */
export function useOpenWorkspace(workspaces: WorkspaceEntry[]): WorkspaceEntry | undefined {
  const named = workspaceOf(usePathname());
  return workspaces.find(({ slug }) => slug === named) ?? workspaces.find(({ slug }) => slug === MAIN);
}
