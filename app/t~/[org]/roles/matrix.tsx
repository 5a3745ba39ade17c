import { Check, Minus } from 'lucide-react';
import { Fragment } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import { can } from '@/lib/access/can';
import { ROLE_LABELS, ROLES, type Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { permissionGroups } from './groups';

type MatrixProps = { mine: Role; counts: Partial<Record<Role, number>> };

/** Roles as columns, permissions as rows; the column of the reader's own role is tinted. */
export function Matrix({ mine, counts }: MatrixProps) {
  return (
    <>
      <VerdictPictures />
      <dl className="grid gap-3 sm:hidden">
        {ROLES.map((role) => (
          <div key={role}>
            <dt className="flex items-center gap-2">
              <RoleName role={role} mine={mine} />
              <Members role={role} count={counts[role] ?? 0} />
            </dt>
            <dd className="text-ink-2">{ROLE_LABELS[role].sentence}</dd>
          </div>
        ))}
      </dl>
      <table
        className="w-full table-fixed border-separate border-spacing-0"
        aria-label="What each role may do"
      >
        <colgroup>
          <col className="w-[40%] shell:w-[28%]" />
          {ROLES.map((role) => (
            <col key={role} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className={cn(head, 'pl-0 text-left')}>
              <span className="sr-only">Permission</span>
            </th>
            {ROLES.map((role) => (
              <th
                key={role}
                scope="col"
                className={cn(head, role === mine && 'rounded-t-card bg-accent-soft')}
              >
                <span className="grid h-full content-start gap-1 font-normal">
                  <span className="max-sm:text-center">
                    <span className="text-2xs font-medium sm:hidden">{ROLE_LABELS[role].label}</span>
                    <span className="max-sm:hidden">
                      <RoleName role={role} mine={mine} />
                    </span>
                  </span>
                  <span className="text-xs text-ink-2 max-sm:hidden">{ROLE_LABELS[role].sentence}</span>
                  <span className="mt-auto pt-1 max-sm:hidden">
                    <Members role={role} count={counts[role] ?? 0} />
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cn(VERDICTS, OWN_COLUMN[mine])}>
          {permissionGroups().map(({ title, permissions }) => (
            <Fragment key={title}>
              <tr>
                <th scope="rowgroup" className="pt-5 pb-1.5 text-left text-xs font-medium text-ink-3">
                  {title}
                </th>
                {ROLES.map((role) => (
                  <td key={role} />
                ))}
              </tr>
              {permissions.map(({ permission, sentence }) => (
                <tr key={permission} data-permission={permission}>
                  <th scope="row" className={cn(cell, 'pr-3 text-left font-normal text-ink')}>
                    {sentence}
                  </th>
                  {ROLES.map((role) => (
                    <td key={role} data-role={role}>
                      <Verdict may={can(role, permission)} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </>
  );
}

const head = 'h-px px-1 py-3 align-top text-left font-normal text-ink sm:px-4';
const cell = 'border-t border-line py-2';

// Said once for hundreds of cells: each would carry it twice, in the page and in what the page is made of.
const VERDICTS =
  '[&_td[data-role]]:border-t [&_td[data-role]]:border-line [&_td[data-role]]:px-1 [&_td[data-role]]:py-2 [&_td[data-role]]:text-center sm:[&_td[data-role]]:px-4 sm:[&_td[data-role]]:text-left';
const OWN_COLUMN: Record<Role, string> = {
  owner: '[&_td:nth-child(2)]:bg-accent-soft',
  admin: '[&_td:nth-child(3)]:bg-accent-soft',
  member: '[&_td:nth-child(4)]:bg-accent-soft',
  viewer: '[&_td:nth-child(5)]:bg-accent-soft',
};

function RoleName({ role, mine }: { role: Role; mine: Role }) {
  return (
    <span className="inline-flex items-center gap-2 text-sm font-semibold text-ink">
      {ROLE_LABELS[role].label}
      {role === mine ? <Badge tone="accent">You</Badge> : null}
    </span>
  );
}

function Members({ role, count }: { role: Role; count: number }) {
  return (
    <Link
      href={orgPaths.members({ role })}
      className="touch-target text-xs text-ink-2 tabular-nums hover:text-ink hover:underline"
    >
      {count === 1 ? '1 member' : `${count.toLocaleString('en')} members`}
    </Link>
  );
}

/** The two pictures that the verdicts point to. */
function VerdictPictures() {
  return (
    <svg aria-hidden className="absolute size-0">
      <symbol id="may" viewBox="0 0 24 24">
        <Check className="size-6" />
      </symbol>
      <symbol id="may-not" viewBox="0 0 24 24">
        <Minus className="size-6" />
      </symbol>
    </svg>
  );
}

function Verdict({ may }: { may: boolean }) {
  return (
    <svg
      role="img"
      aria-label={may ? 'May' : 'May not'}
      className={cn('inline size-4', may ? 'text-accent-text' : 'text-ink-3')}
    >
      <use href={may ? '#may' : '#may-not'} />
    </svg>
  );
}
