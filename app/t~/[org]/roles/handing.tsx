import { Badge } from '@/components/ui/badge';
import { can, grantable } from '@/lib/access/can';
import { ROLE_LABELS, ROLES, type Role } from '@/lib/access/permissions';

/** For each role, the roles that it may give to others and take from them. */
export function Handing({ mine }: { mine: Role }) {
  return (
    <dl className="divide-y divide-line">
      {ROLES.map((role) => (
        <div key={role} className="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[8rem_1fr]">
          <dt className="flex items-center gap-2 font-medium text-ink">
            {ROLE_LABELS[role].label}
            {role === mine ? <Badge tone="accent">You</Badge> : null}
          </dt>
          <dd className="text-ink-2">{sentence(role)}</dd>
        </div>
      ))}
    </dl>
  );
}

function sentence(role: Role): string {
  const gives = grantable(role).map((one) => ROLE_LABELS[one].label.toLowerCase());
  if (!can(role, 'member.change_role') || gives.length === 0) return 'Gives and takes no role.';
  return `Makes, changes and removes every ${new Intl.ListFormat('en', { type: 'conjunction' }).format(gives)}.`;
}
