import { ME, ORG, type Sql, sql } from '../db/sql';
import { IN_ALL } from './sub-team-list';

/**
 * True in SQL for a line of a relay's log that the person in scope may see: carried for the main workspace or a sub-team that
 * they are in; of the audit log for owners and admins; of no workspace (tests, other events) for everyone who sees the relay.
 * The application's own filter: the database holds the same rule as the policy `carried_wall`.
 */
export const carriedInSight = (carriedFor: Sql, type: Sql): Sql => sql`(
    ${carriedFor} = ${ORG}
    OR (${carriedFor} IS NULL AND (${type} <> 'audit.event' OR ${IN_ALL}))
    OR EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = ${ORG} AND t.id = ${carriedFor} AND t.deleted_at IS NULL
      AND (${IN_ALL} OR EXISTS (SELECT 1 FROM sub_team_member s
        WHERE s.org_id = ${ORG} AND s.sub_team_id = t.id AND s.user_id = ${ME}))))`;
