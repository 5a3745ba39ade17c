import type { Ways } from '@/lib/access/why';
import type { ReachRow } from '@/lib/data/access-of';

/** What the database found of one person and one thing, as the rules take it. */
export const waysFrom = (row: ReachRow & { let_in?: boolean }): Ways => ({
  orgRole: row.org_role,
  direct: row.direct,
  teams: row.teams,
  letIn: row.let_in ?? row.enters,
});
