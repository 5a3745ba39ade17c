import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';

/** A condition on `m`, a membership: whether they are in the workspace of the scope. */
export const IN_WORKSPACE = sql`(${WORKSPACE} = ${ORG} OR m.role IN ('owner', 'admin') OR EXISTS (
  SELECT 1 FROM sub_team_member t WHERE t.org_id = ${ORG} AND t.sub_team_id = ${WORKSPACE} AND t.user_id = m.user_id))`;

/** More people than these are not offered. */
const CHOICES = 500;

/**
 * The first of those who are in the workspace of the scope, by name, to choose from. Either all of the organization along
 * its order, or the few of a sub-team by their keys: only one of the two has rows, so that theirs is the order.
 * @param columns of `m`, a membership
 * @param which a condition on `m` besides, with its AND
 */
export function peopleHere<Row>(columns: Sql, which: Sql = sql``): Sql<Row> {
  const ordered = sql`${which} ORDER BY m.name_key, m.user_id LIMIT ${CHOICES}::int`;
  return sql<Row>`(SELECT ${columns} FROM membership m WHERE m.org_id = ${ORG} AND ${WORKSPACE} = ${ORG}${ordered})
  UNION ALL (SELECT ${columns} FROM (
      SELECT a.user_id FROM membership a WHERE a.org_id = ${ORG} AND a.role IN ('owner', 'admin')
      UNION SELECT t.user_id FROM sub_team_member t WHERE t.org_id = ${ORG} AND t.sub_team_id = ${WORKSPACE}) here
    JOIN membership m ON m.org_id = ${ORG} AND m.user_id = here.user_id WHERE ${WORKSPACE} <> ${ORG}${ordered})`;
}
