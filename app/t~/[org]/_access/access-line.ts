import { worthOf } from '@/lib/access/compose';
import { RESOURCE_ROLE_LABELS, type ResourceKind, type ResourceRole } from '@/lib/access/grants';
import { ROLE_LABELS, ROLES, type Role } from '@/lib/access/permissions';
import type { GrantRow } from '@/lib/data/access-of';
import { toUlid } from '@/lib/ids';

/** Somebody with a grant, as the share dialog shows them. */
export type AccessLine = {
  /** `member.<id>` or `team.<id>`. */
  who: string;
  kind: 'member' | 'team';
  name: string;
  detail: string;
  role: ResourceRole;
  /** A member who doesn't come to where the resource is: the grant waits until they do. */
  waits: boolean;
};

/** What everybody of an org role is on it, without any grant. */
export type AroundLine = { label: string; count: number; role: ResourceRole };

/** What of a grant goes to the browser. */
export const accessLine = (row: GrantRow): AccessLine =>
  row.team_id
    ? {
        who: `team.${toUlid(row.team_id)}`,
        kind: 'team',
        name: row.name,
        detail: `Team · ${row.members.toLocaleString('en')} ${row.members === 1 ? 'member' : 'members'}`,
        role: row.role,
        waits: false,
      }
    : {
        who: `member.${toUlid(row.user_id ?? '')}`,
        kind: 'member',
        name: row.name || row.email,
        detail: `${row.email} · ${ROLE_LABELS[row.org_role ?? 'viewer'].label}`,
        role: row.role,
        waits: !row.enters,
      };

const MANY: Record<Role, string> = { owner: 'Owners', admin: 'Admins', member: 'Members', viewer: 'Viewers' };

/** Who has access by their role in the organization alone. */
export const aroundLines = (kind: ResourceKind, counts: { role: Role; count: number }[]): AroundLine[] =>
  ROLES.flatMap((one) => {
    const role = worthOf(kind, one);
    const count = counts.find((found) => found.role === one)?.count ?? 0;
    return role && count ? [{ label: MANY[one], count, role }] : [];
  });

/** "Editor" */
export const roleWord = (role: ResourceRole | null): string =>
  role ? RESOURCE_ROLE_LABELS[role].label : 'No access';
