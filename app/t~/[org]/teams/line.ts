import type { TeamRow } from '@/lib/data/team-list';
import type { TeamRole } from '@/lib/data/team-members';
import { toUlid } from '@/lib/ids';

/** What of a team goes to the browser. */
export type TeamLine = {
  id: string;
  slug: string;
  name: string;
  members: number;
  grants: number;
  /** What the person who looks is in it; null: not in it. */
  mine: TeamRole | null;
  /** Milliseconds since 1970. */
  made: number;
};

export const teamLine = ({ id, slug, name, members, grants, mine, created_at }: TeamRow): TeamLine => ({
  id: toUlid(id),
  slug,
  name,
  members,
  grants,
  mine,
  made: created_at.getTime(),
});

/** "3 members" */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
