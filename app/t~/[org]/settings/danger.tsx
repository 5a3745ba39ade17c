'use client';

import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import { Reason } from '@/components/ui/reason';
import { leave } from './actions';
import { DeleteOrg } from './delete-org';
import { Transfer } from './transfer';

type DangerProps = {
  slug: string;
  name: string;
  mayTransfer: boolean;
  mayDelete: boolean;
  lastOwner: boolean;
};

/** What changes who decides here, and the way out. */
export function Danger({ slug, name, mayTransfer, mayDelete, lastOwner }: DangerProps) {
  return (
    <div id="danger" className="scroll-mt-20">
      <DangerZone>
        {mayTransfer ? (
          <DangerRow
            title="Transfer ownership"
            description="Another member becomes owner, and you become an admin."
            action={<Transfer slug={slug} />}
          />
        ) : null}
        <DangerRow
          title="Leave the organization"
          description={
            lastOwner
              ? 'You are the only owner, and an organization keeps at least one. Transfer ownership first.'
              : 'You lose access at once. Somebody has to invite you to come back.'
          }
          action={lastOwner ? <CannotLeave name={name} /> : <Leave name={name} />}
        />
        {mayDelete ? (
          <DangerRow
            title="Delete the organization"
            description="Gone at once for everybody in it. An owner can bring it back for 30 days."
            action={<DeleteOrg slug={slug} name={name} />}
          />
        ) : null}
      </DangerZone>
    </div>
  );
}

function CannotLeave({ name }: { name: string }) {
  return (
    <Reason why="Transfer ownership first">
      <Button disabled>Leave {name}</Button>
    </Reason>
  );
}

function Leave({ name }: { name: string }) {
  const [open, setOpen] = useState(false);
  const [going, setGoing] = useState(false);
  const { run, pending, error } = useAction(leave, {
    onDone: (data) => {
      setGoing(true);
      if (data) window.location.assign(data.href);
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Leave {name}</Button>}
      title={`Leave ${name}?`}
      description="You lose access at once, on every device."
      keeps="Your account and your other organizations stay as they are. What you did here stays in the audit log."
      act={`Leave ${name}`}
      pending={pending || going}
      error={error}
      onConfirm={() => run({})}
    />
  );
}
