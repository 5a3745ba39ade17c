import { canGrant } from '@/lib/access/can';
import { ROLE_LABELS, ROLES, type Role } from '@/lib/access/permissions';
import type { MemberLine } from './member-line';

export type RoleOption = { value: Role; label: string; hint: string; disabled: boolean };

/** Why nobody with role `mine` may change this member at all now; null when they may. */
export function fixedBecause(line: Pick<MemberLine, 'role' | 'onlyOwner'>, mine: Role): string | null {
  if (!canGrant(mine, line.role, line.role)) return 'Only an owner can change an owner.';
  if (line.onlyOwner) return 'An organization keeps at least one owner. Make somebody else an owner first.';
  return null;
}

/** The four roles for somebody who has `from` now (null: nobody yet); what may not be given says why. */
export const roleOptions = (mine: Role, from: Role | null): RoleOption[] =>
  ROLES.map((value) => {
    const allowed = canGrant(mine, from, value);
    const { label, sentence } = ROLE_LABELS[value];
    const hint = allowed ? sentence : `Only an owner can ${from ? 'make' : 'invite'} an owner.`;
    return { value, label, hint, disabled: !allowed };
  });

/** "an admin", "a viewer" */
export const withArticle = (role: Role): string =>
  `${role === 'owner' || role === 'admin' ? 'an' : 'a'} ${ROLE_LABELS[role].label.toLowerCase()}`;
