'use client';

import { Pencil } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { ActionForm } from '@/components/form/action-form';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { changeTeam } from '../actions';
import type { TeamLine } from '../line';
import { TeamFields } from '../team-fields';

/** The button that opens a dialog with the team's name and address. */
export function RenameTeam({ team }: { team: TeamLine }) {
  const router = useRouter();
  return (
    <Dialog title={`Rename ${team.name}`} trigger={<Button icon={<Pencil />}>Rename</Button>}>
      <ActionForm
        action={changeTeam}
        toInput={(values) => ({
          team: team.id,
          name: String(values.name ?? ''),
          slug: String(values.slug ?? ''),
        })}
        doneMessage="Saved"
        onDone={(data) => data && router.replace(data.href)}
        aria-label={`Rename ${team.name}`}
      >
        <TeamFields name={team.name} slug={team.slug} />
        <DialogFooter>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Save</SubmitButton>
        </DialogFooter>
      </ActionForm>
    </Dialog>
  );
}
