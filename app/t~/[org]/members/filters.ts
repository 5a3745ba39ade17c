import type { Filter } from '@/components/table/filter-chip';
import { ROLE_LABELS, ROLES } from '@/lib/access/permissions';

export const roleFilter: Filter = {
  key: 'role',
  label: 'Role',
  options: ROLES.map((value) => ({ value, label: ROLE_LABELS[value].label })),
  multiple: true,
};

const statusFilter: Filter = {
  key: 'status',
  label: 'Status',
  options: [
    { value: 'active', label: 'Active' },
    { value: 'invited', label: 'Invited' },
    { value: 'expired', label: 'Expired' },
  ],
  multiple: true,
};

/** Whoever sees no invitations sees active members only, and has no status to filter by. */
export const filtersFor = (seesInvitations: boolean): Filter[] =>
  seesInvitations ? [roleFilter, statusFilter] : [roleFilter];
