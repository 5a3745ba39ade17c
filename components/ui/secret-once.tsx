'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { CheckboxRow } from './checkbox';
import { CopyField } from './copy-field';
import { Dialog, DialogFooter } from './dialog';

type SecretOnceProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  secret: string;
  /** What it is, in lower case: "token", "recovery codes". */
  label: string;
};

/** Shows a secret the only time it can be shown; closes after it was said to be stored, not before. */
export function SecretOnce({ open, onClose, title, description, secret, label }: SecretOnceProps) {
  const [stored, setStored] = useState(false);
  const close = () => {
    setStored(false);
    onClose();
  };
  return (
    <Dialog
      open={open}
      locked
      title={title}
      description={
        description ?? `This is the only time the ${label} is shown. Store it before you close this.`
      }
    >
      <div className="grid gap-4">
        <CopyField value={secret} label={label} />
        <CheckboxRow
          label="I have stored it"
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
      </div>
      <DialogFooter>
        <Button variant="primary" disabled={!stored} onClick={close}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
