'use client';

import { Skeleton } from '@/components/ui/skeleton';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { Losses } from '@/lib/data/offboard';
import type { Candidate } from '../_finder/finder';
import { HeirPicker } from './heir-picker';

/** What goes with the membership, as lines: what there is none of is left out. */
export function lostWith({ teams, leads, subTeams, grants }: Losses, role: Role, whose: 'their' | 'your') {
  const named = (names: string[]) => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
  return [
    {
      label: `${whose === 'their' ? 'Their' : 'Your'} role as ${ROLE_LABELS[role].label.toLowerCase()}, and all access to this organization`,
    },
    ...(teams.length
      ? [
          {
            label: `Teams: ${named(teams)}${leads > 0 ? ` (lead of ${leads === teams.length ? 'all' : leads})` : ''}`,
            count: teams.length,
          },
        ]
      : []),
    ...(subTeams.length ? [{ label: `Sub-teams: ${named(subTeams)}`, count: subTeams.length }] : []),
    ...(grants
      ? [
          {
            label: whose === 'their' ? 'Things shared with them by name' : 'Things shared with you by name',
            count: grants,
          },
        ]
      : []),
  ];
}

type OwnedProps = {
  who?: string;
  losses: Losses;
  heir: Candidate | null;
  onChoose: (heir: Candidate | null) => void;
};

/** What is owned by name, and who gets it. */
export function Owned({ who, losses: { owns, ownedCount, alone }, heir, onChoose }: OwnedProps) {
  return (
    <div className="grid gap-3 rounded-control border border-line bg-sunken p-3">
      <div>
        <p className="font-medium">
          {who ? `${who} own` : 'Owns'}{' '}
          {ownedCount === 1 ? 'one thing' : `${ownedCount.toLocaleString('en')} things`} by name
        </p>
        <ul className="mt-1 text-ink-2">
          {owns.map(({ name, where }) => (
            <li key={`${name} ${where}`} className="truncate">
              {name} <span className="text-ink-3">· {where}</span>
            </li>
          ))}
          {ownedCount > owns.length ? (
            <li>and {(ownedCount - owns.length).toLocaleString('en')} more</li>
          ) : null}
        </ul>
      </div>
      <HeirPicker
        heir={heir}
        onChoose={onChoose}
        says={
          alone > 0
            ? `${alone === 1 ? 'One has' : `${alone} have`} no other owner. Without a choice the organization’s owners and admins have ${alone === 1 ? 'it' : 'them'}.`
            : 'All have other owners. Hand their part to somebody, or leave it at that.'
        }
      />
    </div>
  );
}

/** The place of both while they are counted. */
export function Counting() {
  return (
    <div role="status" className="grid gap-px">
      <span className="sr-only">Counting what is lost</span>
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}
