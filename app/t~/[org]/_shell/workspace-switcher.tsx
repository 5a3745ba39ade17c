'use client';

import { usePathname } from 'next/navigation';
import { SubTeamSwitcher } from '@/components/shell/sub-team-switcher';
import { orgPaths, workspacePaths } from '@/lib/routes';
import { WORKSPACE_SECTIONS } from '@/lib/shell/sections';
import { MAIN, workspaceOf } from '@/lib/tenancy/workspace-path';
import type { WorkspaceEntry } from './workspaces';

type WorkspaceSwitcherProps = { workspaces: WorkspaceEntry[]; mayManage: boolean };

/** Says which workspace is open and leads to the same page of the others; nothing while there is only the main one. */
export function WorkspaceSwitcher({ workspaces, mayManage }: WorkspaceSwitcherProps) {
  const path = usePathname();
  const open = workspaces.find(({ slug }) => slug === workspaceOf(path));
  if (workspaces.length < 2) return null;
  return (
    <SubTeamSwitcher
      current={open?.name ?? null}
      items={workspaces.map((one) => ({
        id: one.slug,
        name: one.name,
        detail: one.slug === MAIN ? 'Everybody' : one.archived ? 'Archived' : undefined,
        href: sameIn(one.slug, path),
        current: one === open,
      }))}
      orgHref={orgPaths.overview}
      manageHref={mayManage ? orgPaths.subTeams : undefined}
    />
  );
}

/** Where the page of a workspace that is open is in another: that section, or the overview. */
function sameIn(slug: string, path: string): string {
  const from = workspaceOf(path);
  const section =
    from &&
    WORKSPACE_SECTIONS.find(
      (one) => one.path !== 'overview' && path.startsWith(workspacePaths(from)[one.path]),
    );
  return workspacePaths(slug)[section ? section.path : 'overview'];
}
