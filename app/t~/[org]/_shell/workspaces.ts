import { cache } from 'react';
import type { Actor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { frameReads } from '@/lib/admit/page';
import { MAIN } from '@/lib/tenancy/workspace-path';

/** A workspace as sidebar, switcher and palette show it. */
export type WorkspaceEntry = { slug: string; name: string; archived: boolean };

/** The workspaces that the actor is in: the main one, then sub-teams by name, archived ones last. Once a request. */
export const myWorkspaces = cache(async (actor: Actor): Promise<WorkspaceEntry[]> => {
  if (!may(actor, 'workspace.read')) return [];
  const [rows] = await frameReads();
  const subTeams = rows.map(({ slug, name, archived_at }) => ({
    slug,
    name,
    archived: archived_at !== null,
  }));
  return [{ slug: MAIN, name: 'Main', archived: false }, ...subTeams];
});
