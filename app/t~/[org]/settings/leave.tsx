'use client';

import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { useAway } from '@/components/form/use-away';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { Role } from '@/lib/access/permissions';
import type { Losses } from '@/lib/data/offboard';
import type { Candidate } from '../_finder/finder';
import { Counting, lostWith, Owned } from '../_offboard/losses';
import { countMyLosses, leave } from './actions';

/** Leaves the organization, after saying what is lost and asking who gets what one owns. */
export function Leave({ name, role }: { name: string; role: Role }) {
  const [open, setOpen] = useState(false);
  const [losses, setLosses] = useState<Losses>();
  const [heir, setHeir] = useState<Candidate | null>(null);
  const counting = useAction(countMyLosses, { onDone: (data) => setLosses(data as Losses | undefined) });
  const { run, pending, error, reset } = useAway(leave);
  const change = (next: boolean) => {
    reset();
    setHeir(null);
    setOpen(next);
    if (next) counting.run({});
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      trigger={<Button>Leave {name}</Button>}
      title={`Leave ${name}?`}
      description="You lose at once, on every device:"
      items={losses && lostWith(losses, role, 'your')}
      keeps="Your account and your other organizations stay as they are. What you did here stays in the audit log."
      act={`Leave ${name}`}
      pending={pending}
      error={error}
      onConfirm={() => run(heir ? { heir: heir.id } : {})}
    >
      {losses ? (
        losses.ownedCount > 0 ? (
          <Owned who="You" losses={losses} heir={heir} onChoose={setHeir} />
        ) : null
      ) : counting.error ? (
        <FormError error={counting.error} />
      ) : (
        <Counting />
      )}
    </ConfirmDialog>
  );
}
