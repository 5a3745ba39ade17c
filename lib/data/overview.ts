import { rolesThatMay } from '../access/can';
import type { Permission, Role } from '../access/permissions';
import { ME, ORG, type Sql, sql } from '../db/sql';
import { latestEvents } from './audit-list';

// The overview's reads leave together with the check of who asks, before the role is known here. What a role may not
// see is therefore left out by the read itself.
const iMay = (permission: Permission): Sql => sql`EXISTS (
  SELECT 1 FROM membership me WHERE me.org_id = ${ORG} AND me.user_id = ${ME}
    AND me.role = ANY (${rolesThatMay(permission)}::text[]))`;

/** How many members each role has; roles that nobody has are absent. */
export const ROLE_COUNTS = sql<{ role: Role; count: number }>`
  SELECT m.role, count(*)::int AS count FROM membership m WHERE m.org_id = ${ORG} GROUP BY m.role`;

export type NewMember = { user_id: string; name: string; email: string; role: Role; joined_at: Date };

/** The five who joined last. */
export const NEWEST_MEMBERS = sql<NewMember>`
  SELECT m.user_id, m.name, m.email, m.role, m.joined_at FROM membership m
  WHERE m.org_id = ${ORG} ORDER BY m.joined_at DESC, m.user_id DESC LIMIT 5`;

export type OpenInvitation = { id: string; email: string; role: Role; expires_at: Date; total: number };

/** The four open invitations that run out first, each with the number of all. None for who may not see them. */
export const OPEN_INVITATIONS = sql<OpenInvitation>`
  SELECT i.id, i.email, i.role, i.expires_at, (count(*) OVER ())::int AS total FROM invitation i
  WHERE i.org_id = ${ORG} AND i.status = 'pending' AND i.expires_at > now() AND ${iMay('invitation.read')}
  ORDER BY i.expires_at, i.id LIMIT 4`;

/** The twelve latest events. None for who may not see the log. */
export const RECENT_EVENTS = latestEvents(12, iMay('audit.read'));

export type Progress = { born: Date; invited: boolean; named: boolean };

/**
 * What a new organization's first steps are judged by. The first invitation by its key, not any: where many rows are this
 * organization's, one would be looked for row by row.
 */
export const PROGRESS = sql<Progress>`
  SELECT o.created_at AS born,
    (SELECT i.id FROM invitation i WHERE i.org_id = ${ORG} ORDER BY i.id LIMIT 1) IS NOT NULL AS invited,
    EXISTS (SELECT 1 FROM audit_event e WHERE e.org_id = ${ORG} AND e.action = 'org.updated') AS named
  FROM org o WHERE o.id = ${ORG}`;
