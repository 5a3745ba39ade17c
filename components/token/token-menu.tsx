'use client';

import { Ban, Ellipsis, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import type { Action } from '@/components/form/action-result';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { TokenOnce } from './new-token';
import type { TokenLine } from './token-line';

const OVERLAPS = [
  { value: '0', label: 'At once' },
  { value: '1', label: 'In an hour' },
  { value: '24', label: 'In a day' },
  { value: '72', label: 'In three days' },
  { value: '168', label: 'In a week' },
];

export type TokenActs = {
  // biome-ignore lint/suspicious/noExplicitAny: the actions' schemas judge what is sent
  rotate: Action<any, { token: string }> | null;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  revoke: Action<any, any> | null;
};

/** What can be done with a token that counts. */
export function TokenMenu({ line, rotate, revoke }: TokenActs & { line: TokenLine }) {
  const [open, setOpen] = useState<'rotate' | 'revoke' | null>(null);
  const [overlap, setOverlap] = useState('24');
  const [token, setToken] = useState<string | null>(null);
  const router = useRouter();
  const { id, name } = line;
  const close = (next: boolean) => !next && setOpen(null);
  return (
    <>
      <Menu label={`Acts on ${name}`} trigger={<IconButton label={`Acts on ${name}`} icon={<Ellipsis />} />}>
        {rotate && line.state === 'live' ? (
          <>
            <MenuItem icon={<RotateCw />} onSelect={() => setOpen('rotate')}>
              Replace…
            </MenuItem>
            <MenuSeparator />
          </>
        ) : null}
        {revoke ? (
          <MenuItem danger icon={<Ban />} onSelect={() => setOpen('revoke')}>
            Revoke…
          </MenuItem>
        ) : null}
      </Menu>
      {open === 'rotate' && rotate ? (
        <Dialog
          open
          onOpenChange={close}
          title={`Replace ${name}`}
          description="You get another token with the same scopes, and see it once. Both count until the old one stops."
        >
          <ActionForm
            action={rotate}
            toInput={() => ({ token: id, overlap })}
            onDone={(data) => {
              setOpen(null);
              if (data) setToken(data.token);
            }}
            aria-label={`Replace ${name}`}
          >
            <FormRows>
              <Field name="overlap" label="The old one stops">
                <Select options={OVERLAPS} value={overlap} onValueChange={setOverlap} />
              </Field>
              <FormError />
            </FormRows>
            <DialogFooter>
              <DialogClose>
                <Button>Cancel</Button>
              </DialogClose>
              <SubmitButton>Replace it</SubmitButton>
            </DialogFooter>
          </ActionForm>
        </Dialog>
      ) : null}
      {open === 'revoke' && revoke ? (
        <ConfirmAction
          open
          onOpenChange={close}
          action={revoke}
          input={{ token: id }}
          doneMessage={`${name} was revoked`}
          title={`Revoke ${name}?`}
          description="Whatever uses it is refused from its next request on. This can’t be undone."
          act={`Revoke ${name}`}
        />
      ) : null}
      <TokenOnce token={token} onClose={() => setToken(null)} refresh={() => router.refresh()} />
    </>
  );
}
