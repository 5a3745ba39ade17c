'use client';

import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { Candidate } from '../_finder/finder';
import { MemberPicker } from '../_finder/member-picker';
import { transfer } from './actions';

/** Hands ownership to a member who is looked up by name, after the organization's slug was typed. */
export function Transfer({ slug }: { slug: string }) {
  const [open, setOpen] = useState(false);
  const [heir, setHeir] = useState<Candidate | null>(null);
  const [missing, setMissing] = useState(false);
  const { run, pending, error, reset } = useAction(transfer, { onDone: () => setOpen(false) });
  const change = (next: boolean) => {
    reset();
    setHeir(null);
    setMissing(false);
    setOpen(next);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      trigger={<Button>Transfer ownership</Button>}
      title="Transfer ownership"
      description="The member you choose becomes owner. You become an admin, and only an owner can change that back."
      typed={slug}
      act={heir ? `Transfer to ${heir.label}` : 'Transfer ownership'}
      pending={pending}
      error={missing && !heir ? { message: 'Choose who becomes the owner.' } : error}
      onConfirm={() => (heir ? run({ member: heir.id }) : setMissing(true))}
    >
      <MemberPicker chosen={heir} onChoose={setHeir} />
    </ConfirmDialog>
  );
}
