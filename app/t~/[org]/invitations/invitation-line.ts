import type { Role } from '@/lib/access/permissions';
import type { InvitationRow } from '@/lib/data/invitation-list';
import type { InvitationStatus } from '@/lib/data/invitation-query';
import { INVITATION_MS } from '@/lib/data/invite';
import { toUlid } from '@/lib/ids';

/** A line of the list as the browser gets it. Times are milliseconds since 1970. */
export type InvitationLine = {
  id: string;
  email: string;
  role: Role;
  status: InvitationStatus;
  invitedBy: string;
  invited: number;
  /** When it was mailed last. */
  mailedAt: number;
  /** Until when it is good, or when it was accepted or withdrawn. */
  ends: number;
  mail: 'queued' | 'sent' | 'failed';
  /** The names of the teams and sub-teams that it leads into. */
  places: string[];
};

/** What one row becomes on the page. */
export const invitationLine = (row: InvitationRow): InvitationLine => ({
  id: toUlid(row.id),
  email: row.email,
  role: row.role,
  status: row.status,
  invitedBy: row.invited_by,
  invited: row.created_at.getTime(),
  mailedAt: row.expires_at.getTime() - INVITATION_MS,
  ends: (row.settled_at ?? row.expires_at).getTime(),
  mail: row.mail,
  places: [...row.teams, ...row.sub_teams],
});
