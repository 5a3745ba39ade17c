import type { SubTeam } from '@/lib/data/sub-team-list';
import { toUlid } from '@/lib/ids';

/** What of a sub-team goes to the browser. */
export type SubTeamLine = {
  id: string;
  slug: string;
  name: string;
  members: number;
  archived: boolean;
  /** ISO 8601. */
  created: string;
};

export const subTeamLine = ({ id, slug, name, members, created_at, archived_at }: SubTeam): SubTeamLine => ({
  id: toUlid(id),
  slug,
  name,
  members,
  archived: archived_at !== null,
  created: created_at.toISOString(),
});

/** What the person who looks may do with sub-teams. */
export type MaySubTeams = { assign: boolean; rename: boolean; archive: boolean; remove: boolean };
