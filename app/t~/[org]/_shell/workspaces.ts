import { cache } from 'react';
import type { Actor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { MY_SUB_TEAMS } from '@/lib/data/sub-team-list';
import { readOrg } from '@/lib/db/in-org';
import { MAIN } from '@/lib/tenancy/workspace-path';

/** A workspace as sidebar, switcher and palette show it. */
export type WorkspaceEntry = { slug: string; name: string; archived: boolean };

/** The workspaces that the actor is in: the main one, then sub-teams by name, archived ones last. Once a request. */
export const myWorkspaces = cache(async (actor: Actor): Promise<WorkspaceEntry[]> => {
  if (!may(actor, 'workspace.read')) return [];
  const [rows] = await readOrg(actor, [MY_SUB_TEAMS]);
  const subTeams = rows.map(({ slug, name, archived_at }) => ({
    slug,
    name,
    archived: archived_at !== null,
  }));
  subTeams.sort((a, b) => Number(a.archived) - Number(b.archived));
  return [{ slug: MAIN, name: 'Main', archived: false }, ...subTeams];
});
