'use client';

import { Plus } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { makeSubTeam } from './actions';
import { NameFields } from './name-fields';

/** The button that opens a dialog to make a sub-team. */
export function MakeSubTeam() {
  return (
    <Dialog
      title="New sub-team"
      description="A workspace of its own. Owners and admins are in it; you choose who else is."
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New sub-team
        </Button>
      }
    >
      <ActionForm
        action={makeSubTeam}
        toInput={(values) => ({ name: String(values.name ?? ''), slug: String(values.slug ?? '') })}
        doneMessage="Sub-team made"
        aria-label="New sub-team"
      >
        <NameFields />
        <DialogFooter>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Make sub-team</SubmitButton>
        </DialogFooter>
      </ActionForm>
    </Dialog>
  );
}
