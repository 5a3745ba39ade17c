import { rolesThatMay } from '../access/can';
import { ME, ORG, type Sql, sql } from '../db/sql';
import type { MemberQuery, MemberStatus } from './member-query';
import { invitationMatches } from './member-search';

const shows = ({ status }: MemberQuery, one: MemberStatus) => status.length === 0 || status.includes(one);

/** True when the list holds members at all; false when only invitations are asked for. */
export const showsMembers = (query: MemberQuery): boolean => shows(query, 'active');

/** True when the list holds invitations at all. */
export const showsInvitations = (query: MemberQuery): boolean =>
  shows(query, 'invited') || shows(query, 'expired');

/**
 * Which invitations `i` stand in the member list: pending ones, in time or lapsed as asked for, and none for an
 * actor who may not see them. That is asked of the database: the role isn't known before the same round trip.
 */
export function stillOpen(query: MemberQuery): Sql {
  const [invited, expired] = [shows(query, 'invited'), shows(query, 'expired')];
  const lapse = invited ? sql` AND i.expires_at > now()` : sql` AND i.expires_at <= now()`;
  return sql`i.status = 'pending' AND EXISTS (SELECT 1 FROM membership me
      WHERE me.org_id = ${ORG} AND me.user_id = ${ME}
        AND me.role = ANY (${rolesThatMay('invitation.read')}::text[]))${invited && expired ? sql`` : lapse}
    ${query.q ? sql`AND ${invitationMatches(query.q)}` : sql``}`;
}
