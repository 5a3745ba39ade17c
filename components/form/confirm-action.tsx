'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog, type ConfirmDialogProps } from '@/components/ui/confirm-dialog';
import type { OneClick } from './action-button';
import { useAction } from './use-action';

type Asked = Omit<ConfirmDialogProps, 'onConfirm' | 'pending' | 'error'>;

/** A ConfirmDialog that runs an action: stays open with the error when refused, closes when done. */
export function ConfirmAction<Input>({
  action,
  input,
  doneMessage,
  doneHref,
  refresh,
  ...dialog
}: OneClick<Input> & Asked) {
  const [inner, setInner] = useState(false);
  const router = useRouter();
  const setOpen = (open: boolean) => {
    setInner(open);
    dialog.onOpenChange?.(open);
  };
  const { run, pending, error, reset } = useAction(action, {
    doneMessage,
    onDone: () => {
      setOpen(false);
      if (doneHref) router.push(doneHref);
      else if (refresh) router.refresh();
    },
  });
  return (
    <ConfirmDialog
      {...dialog}
      open={dialog.open ?? inner}
      onOpenChange={(open) => {
        if (open) reset();
        setOpen(open);
      }}
      pending={pending}
      error={error}
      onConfirm={() => run(input)}
    />
  );
}
