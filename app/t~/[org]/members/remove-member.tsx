'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { buildHref } from '@/components/table/query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast-store';
import type { Role } from '@/lib/access/permissions';
import type { Losses } from '@/lib/data/offboard';
import { orgPaths } from '@/lib/routes';
import type { Candidate } from '../_finder/finder';
import { Counting, lostWith, Owned } from '../_offboard/losses';
import { countLosses, removeMember } from './actions';

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
      items={losses && lostWith(losses, role, 'their')}
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
        <Counting />
      )}
    </ConfirmDialog>
  );
}
