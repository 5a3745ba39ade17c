'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { ActionForm } from '@/components/form/action-form';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { makeTeam } from './actions';
import { TeamFields } from './team-fields';

/** The button that opens a dialog to make a team, and then leads to it. */
export function MakeTeam() {
  const router = useRouter();
  return (
    <Dialog
      title="New team"
      description="It starts with nobody in it, and with nothing shared."
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New team
        </Button>
      }
    >
      <ActionForm
        action={makeTeam}
        toInput={(values) => ({ name: String(values.name ?? ''), slug: String(values.slug ?? '') })}
        doneMessage="Team made"
        onDone={(data) => data && router.push(data.href)}
        aria-label="New team"
      >
        <TeamFields />
        <DialogFooter>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Make team</SubmitButton>
        </DialogFooter>
      </ActionForm>
    </Dialog>
  );
}
