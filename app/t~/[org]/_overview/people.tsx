import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { ROLE_LABELS, ROLES, type Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';

type PeopleProps = { counts: { role: Role; count: number }[]; mine: Role };

/** How many members hold each role; every number leads to its members. */
export function People({ counts, mine }: PeopleProps) {
  const countOf = (role: Role) => counts.find((one) => one.role === role)?.count ?? 0;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel
      flush
      title="People"
      actions={
        <Link href={orgPaths.members()} className="touch-target text-ink-2 hover:text-ink hover:underline">
          {total === 1 ? '1 member' : `${total.toLocaleString('en')} members`}
        </Link>
      }
    >
      <ul className="py-1">
        {ROLES.map((role) => (
          <li key={role}>
            <Link
              href={orgPaths.members({ role })}
              className="flex h-9 items-center gap-2 px-4 hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:h-11"
            >
              <span className="text-ink">{ROLE_LABELS[role].label}</span>
              {role === mine ? <Badge tone="accent">You</Badge> : null}
              <span className="ml-auto text-ink-2 tabular-nums">{countOf(role).toLocaleString('en')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
