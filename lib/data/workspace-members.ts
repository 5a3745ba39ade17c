import { ORG, sql, WORKSPACE } from '../db/sql';

/** A condition on `m`, a membership: whether they are in the workspace of the scope. */
export const IN_WORKSPACE = sql`(${WORKSPACE} = ${ORG} OR m.role IN ('owner', 'admin') OR EXISTS (
  SELECT 1 FROM sub_team_member t WHERE t.org_id = ${ORG} AND t.sub_team_id = ${WORKSPACE} AND t.user_id = m.user_id))`;
