'use client';

import {
  ArrowRightLeft,
  CircleUser,
  Palette as Colours,
  KeyRound,
  Layers,
  LayoutGrid,
  Plus,
  UserPlus,
} from 'lucide-react';
import { CommandPalette } from '@/components/shell/command-palette';
import type { PaletteItem } from '@/components/shell/palette-item';
import { Avatar } from '@/components/ui/avatar';
import { may } from '@/lib/access/can';
import type { Permission, Role } from '@/lib/access/permissions';
import type { Feature } from '@/lib/plans/features';
import { orgPaths, workspacePaths } from '@/lib/routes';
import { SECTIONS, WORKSPACE_SECTIONS } from '@/lib/shell/sections';
import { MAIN } from '@/lib/tenancy/workspace-path';
import { loadOrgs, searchMembers } from './ask';
import { iconOf, workspaceIconOf } from './icons';
import { useOpenWorkspace } from './nav';
import type { WorkspaceEntry } from './workspaces';

/** `unless`: not for those who may this, who have a better way. */
type Act = PaletteItem & { permission?: Permission; unless?: Permission };

const ACTS: Act[] = [
  {
    id: 'invite',
    label: 'Invite people',
    icon: <UserPlus />,
    href: orgPaths.invite,
    shortcut: 'i',
    keywords: 'add member invitation',
    permission: 'invitation.create',
  },
  {
    id: 'why',
    label: 'Why can … reach …',
    icon: <KeyRound />,
    href: orgPaths.access(),
    keywords: 'access permission grant share who reason explain',
    permission: 'access.read',
  },
  {
    id: 'brand',
    label: 'Change logo, name or colour',
    icon: <Colours />,
    href: orgPaths.branding,
    keywords: 'rename brand color icon favicon',
    permission: 'brand.update',
  },
  {
    id: 'name',
    label: 'Change name or colour',
    icon: <Colours />,
    href: `${orgPaths.settings}#general`,
    keywords: 'rename brand color',
    permission: 'org.update',
    unless: 'brand.update',
  },
  {
    id: 'transfer',
    label: 'Transfer ownership',
    icon: <ArrowRightLeft />,
    href: `${orgPaths.settings}#danger`,
    keywords: 'owner hand over',
    permission: 'org.transfer',
  },
];

type PaletteProps = {
  role: Role;
  features: Feature[];
  workspaces: WorkspaceEntry[];
  accountHref: string;
  newHref: string;
  allHref: string;
  /** Whether my other organizations may be listed on this host. */
  ours: boolean;
};

/** ⌘K, with the pages and acts of this role, of what is on here. */
export function Palette(props: PaletteProps) {
  const { role, features, workspaces, accountHref, newHref, allHref, ours } = props;
  const me = { role, features: new Set(features) };
  const pages = SECTIONS.filter(({ permission }) => may(me, permission)).map(({ href, label, shortcut }) => ({
    href,
    label,
    shortcut,
    icon: iconOf(href),
  }));
  const open = useOpenWorkspace(workspaces);
  const inside = WORKSPACE_SECTIONS.filter(({ permission }) => open && may(me, permission)).map(
    ({ path, label, shortcut }) => ({
      href: workspacePaths(open?.slug ?? MAIN)[path],
      label: `${label} of ${open && open.slug !== MAIN ? open.name : 'the main workspace'}`,
      shortcut,
      icon: workspaceIconOf(path),
    }),
  );
  const others = workspaces
    .filter(({ slug }) => slug !== open?.slug)
    .map(({ slug, name, archived }) => ({
      href: workspacePaths(slug).overview,
      label: slug === MAIN ? 'Main workspace' : name,
      detail: archived ? 'Archived sub-team' : slug === MAIN ? undefined : 'Sub-team',
      keywords: 'switch workspace sub-team',
      icon: <Layers />,
    }));
  const acts = ACTS.filter(
    ({ permission, unless }) => (!permission || may(me, permission)) && !(unless && may(me, unless)),
  );
  return (
    <CommandPalette
      pages={[...pages, ...inside, ...others, { href: accountHref, label: 'Account', icon: <CircleUser /> }]}
      acts={[
        ...acts,
        { id: 'new', label: 'New organization', icon: <Plus />, href: newHref },
        ...(ours ? [] : [{ id: 'all', label: 'Switch organization', icon: <LayoutGrid />, href: allHref }]),
      ]}
      loadOrgs={ours ? loadOrgs : undefined}
      searchMembers={may(me, 'member.read') ? membersWithFaces : undefined}
    />
  );
}

async function membersWithFaces(query: string): Promise<PaletteItem[]> {
  const found = await searchMembers(query);
  return found.map((item) => ({ ...item, icon: <Avatar name={item.label} size={20} /> }));
}
