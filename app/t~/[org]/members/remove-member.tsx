'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { buildHref } from '@/components/table/query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { Losses } from '@/lib/data/offboard';
import { orgPaths } from '@/lib/routes';
import type { Candidate } from '../_finder/finder';
import { countLosses, removeMember } from './actions';
import { HeirPicker } from './heir-picker';

type RemoveMemberProps = {
  who: { id: string; name: string; email: string; role: Role };
  orgName: string;
  mayInvite: boolean;
  close: () => void;
  /** Where to go afterwards, when the page is the member's own. */
  doneHref?: string;
};

/** Removes a member, after saying all that they lose and what they own, and asking who gets that. */
export function RemoveMember({ who, orgName, mayInvite, close, doneHref }: RemoveMemberProps) {
  const { id, name, email, role } = who;
  const [losses, setLosses] = useState<Losses>();
  const [heir, setHeir] = useState<Candidate | null>(null);
  const router = useRouter();
  const counting = useAction(countLosses, { onDone: (data) => setLosses(data as Losses | undefined) });
  const again = {
    label: 'Invite again',
    onClick: () => router.push(buildHref(orgPaths.invite, {}, { to: email, role })),
  };
  const { run, pending, error } = useAction(removeMember, {
    onDone: () => {
      close();
      toast({ title: `${name} was removed`, ...(mayInvite && { action: again }) });
      if (doneHref) router.push(doneHref);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted once, when the dialog opens
  useEffect(() => {
    counting.run({ member: id });
  }, []);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Remove ${name} from ${orgName}?`}
      description={`${email} loses, from their next click on:`}
      items={losses && lost(losses, role)}
      keeps="Their account, their other organizations and the devices they are signed in on stay as they are: a session is a person’s, and opens nothing here any more. To come back they need a new invitation, and what they lose doesn’t come back with it."
      act={`Remove ${name}`}
      pending={pending}
      error={error}
      onConfirm={() => run({ member: id, ...(heir && { heir: heir.id }) })}
    >
      {losses ? (
        losses.ownedCount > 0 ? (
          <Owned losses={losses} heir={heir} onChoose={setHeir} />
        ) : null
      ) : counting.error ? (
        <FormError error={counting.error} />
      ) : (
        <div role="status" className="grid gap-px">
          <span className="sr-only">Counting what is lost</span>
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      )}
    </ConfirmDialog>
  );
}

/** What goes with the membership, as lines: what there is none of is left out. */
function lost({ teams, leads, subTeams, grants }: Losses, role: Role) {
  const named = (names: string[]) => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
  return [
    { label: `Their role as ${ROLE_LABELS[role].label.toLowerCase()}, and all access to this organization` },
    ...(teams.length
      ? [
          {
            label: `Teams: ${named(teams)}${leads > 0 ? ` (lead of ${leads === teams.length ? 'all' : leads})` : ''}`,
            count: teams.length,
          },
        ]
      : []),
    ...(subTeams.length ? [{ label: `Sub-teams: ${named(subTeams)}`, count: subTeams.length }] : []),
    ...(grants ? [{ label: 'Things shared with them by name', count: grants }] : []),
  ];
}

type OwnedProps = { losses: Losses; heir: Candidate | null; onChoose: (heir: Candidate | null) => void };

function Owned({ losses: { owns, ownedCount, alone }, heir, onChoose }: OwnedProps) {
  return (
    <div className="grid gap-3 rounded-control border border-line bg-sunken p-3">
      <div>
        <p className="font-medium">
          Owns {ownedCount === 1 ? 'one thing' : `${ownedCount.toLocaleString('en')} things`} by name
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
