import type { OrgEntry } from '@/components/shell/org-entry';
import type { PaletteItem } from '@/components/shell/palette-item';
import { orgPaths } from '@/lib/routes';

// Handlers, not actions: these are reads, and a person who clicks on meanwhile must not wait for them.
async function ask<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** My organizations. Rejects when the server refuses or can't be reached. */
export const loadOrgs = (): Promise<OrgEntry[]> => ask(orgPaths.switcher);

/** Teams of this organization by part of a name. Rejects likewise. */
export const searchTeams = (query: string): Promise<PaletteItem[]> => ask(orgPaths.findTeams(query));

/** Things that can be shared, by part of a name. Rejects likewise. */
export const searchThings = (query: string): Promise<PaletteItem[]> => ask(orgPaths.findThings(query));

/** Members of this organization by part of a name or e-mail. Rejects likewise. */
export const searchMembers = (query: string): Promise<PaletteItem[]> => ask(orgPaths.findMembers(query));
