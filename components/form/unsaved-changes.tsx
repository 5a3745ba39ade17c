'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useUnsavedChanges } from './use-unsaved-changes';

/** Asks before a link leads away from changes that aren't saved. Put it into the form it watches. */
export function UnsavedChanges({ dirty }: { dirty: boolean }) {
  const { leaving, stay, leave } = useUnsavedChanges(dirty);
  return (
    <Dialog
      size="sm"
      open={leaving !== null}
      onOpenChange={(open) => {
        if (!open) stay();
      }}
      title="Leave without saving?"
      description="What you changed on this page is not saved and will be lost."
      footer={
        <>
          <Button onClick={leave}>Leave</Button>
          <Button variant="primary" onClick={stay}>
            Keep editing
          </Button>
        </>
      }
    />
  );
}
