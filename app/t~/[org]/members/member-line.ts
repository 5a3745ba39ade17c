import type { Role } from '@/lib/access/permissions';
import { INVITATION_MS } from '@/lib/data/invite';
import type { MemberRow } from '@/lib/data/member-list';
import { toUlid } from '@/lib/ids';

/** A line of the list as the browser gets it. */
export type MemberLine = {
  /** The user's id, or the invitation's. */
  id: string;
  kind: 'member' | 'invitation';
  /** What the line is called: the name, or the address of somebody invited. */
  title: string;
  email: string;
  role: Role;
  status: 'active' | 'invited' | 'expired';
  /** Milliseconds since 1970: joined or invited, last seen, good until. */
  since: number;
  seen: number | null;
  expires: number | null;
  /** How the invitation's mail fares; null for members. */
  mail: 'queued' | 'sent' | 'failed' | null;
  /** When it was mailed last. */
  mailedAt: number;
  you: boolean;
  /** The org has no other owner. */
  onlyOwner: boolean;
};

/** What one row becomes for the person who looks. */
export const memberLine = (row: MemberRow, me: string, owners: number): MemberLine => ({
  id: toUlid(row.id),
  kind: row.kind,
  title: row.name || row.email,
  email: row.email,
  role: row.role,
  status: row.status,
  since: row.since.getTime(),
  seen: row.seen?.getTime() ?? null,
  expires: row.expires?.getTime() ?? null,
  mail: row.mail,
  mailedAt: (row.expires?.getTime() ?? 0) - INVITATION_MS,
  you: row.kind === 'member' && row.id === me,
  onlyOwner: row.kind === 'member' && row.role === 'owner' && owners < 2,
});
