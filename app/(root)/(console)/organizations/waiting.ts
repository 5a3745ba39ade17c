import { brandUrls } from '@/lib/brand/urls';
import { type MyInvitation, roleWord } from '@/lib/data/my-orgs';
import { toUlid } from '@/lib/ids';

/** An invitation that waits for me, as the page shows it. Ids are ULIDs, times ISO 8601. */
export type Waiting = {
  orgId: string;
  invitationId: string;
  org: { name: string; color: string; iconUrl: string | null };
  role: string;
  /** Names of the teams and sub-teams that it leads into. */
  places: string[];
  invitedBy: string;
  expiresAt: string;
};

/** What of a waiting invitation goes to the browser. */
export const waitingOf = (row: MyInvitation): Waiting => ({
  orgId: toUlid(row.org_id),
  invitationId: toUlid(row.invitation_id),
  org: {
    name: row.org_name,
    color: row.org_color,
    iconUrl: brandUrls({ ...row, logo: row.org_logo, icon: row.org_icon }).iconUrl,
  },
  role: roleWord(row.role),
  places: row.places,
  invitedBy: row.invited_by,
  expiresAt: row.expires_at.toISOString(),
});
