'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Dialog, DialogFooter } from '@/components/ui/dialog';
import type { Candidate } from '../../_finder/finder';
import { MemberPicker } from '../../_finder/member-picker';
import { NotYet } from '../../_finder/not-yet';
import { assign } from '../actions';

type AssignMemberProps = { subTeam: string; slug: string; name: string; mayInvite: boolean };

/** The button that opens a dialog to put members into a sub-team, one after the other. */
export function AssignMember({ subTeam, slug, name, mayInvite }: AssignMemberProps) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const { run, pending, error, reset } = useAction(assign);
  const put = async () => {
    if (!chosen) return;
    const result = await run({ subTeam, member: chosen.id });
    if (!result?.ok) return;
    setChosen(null);
    setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setChosen(null);
        reset();
      }}
      title={`Assign a member to ${name}`}
      description="They see what is in it from their next click on, as far as their role allows."
      trigger={
        <Button variant="primary" icon={<UserPlus />}>
          Assign member
        </Button>
      }
    >
      <div className="grid gap-4">
        <MemberPicker chosen={chosen} onChoose={setChosen} />
        {mayInvite ? <NotYet into={{ 'sub-team': slug }} /> : null}
        <FormError error={error} />
      </div>
      <DialogFooter>
        <Button onClick={() => setOpen(false)}>Cancel</Button>
        <Button variant="primary" disabled={!chosen} pending={pending} onClick={put}>
          Assign
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
