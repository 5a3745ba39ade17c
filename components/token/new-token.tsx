'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import type { Action } from '@/components/form/action-result';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { SecretOnce } from '@/components/ui/secret-once';
import { Select } from '@/components/ui/select';
import { ScopePicker } from './scope-picker';
import type { ScopeGroups } from './token-line';

const LIFETIMES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Never' },
];

type Wanted = { name: string; scopes: string[]; lifetime: string };
type NewTokenProps = {
  // biome-ignore lint/suspicious/noExplicitAny: the action's schema judges what the form sends
  action: Action<any, { token: string }>;
  groups: ScopeGroups;
  /** One sentence: whom it acts for. */
  description: string;
  variant?: 'primary' | 'default';
};

/** Opens a dialog to create a token, then shows it once. */
export function NewToken({ action, groups, description, variant = 'primary' }: NewTokenProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [lifetime, setLifetime] = useState('30');
  const [token, setToken] = useState<string | null>(null);
  const router = useRouter();
  return (
    <>
      <Dialog
        title="Create an API token"
        description={description}
        trigger={
          <Button variant={variant === 'primary' ? 'primary' : undefined} icon={<Plus />}>
            New token
          </Button>
        }
      >
        <ActionForm
          action={action}
          toInput={({ name }): Wanted => ({ name: String(name ?? ''), scopes: [...chosen], lifetime })}
          onDone={(data) => {
            if (data) setToken(data.token);
            setChosen(new Set());
          }}
          aria-label="Create an API token"
        >
          <FormRows wide>
            <Field name="name" label="Name" hint="What it’s for: the machine or the job.">
              <Input placeholder="Nightly import" maxLength={80} autoComplete="off" />
            </Field>
            <Field name="lifetime" label="Expires">
              <Select options={LIFETIMES} value={lifetime} onValueChange={setLifetime} />
            </Field>
            {lifetime === 'never' ? (
              <Callout tone="warn">
                A token that never expires stays valid until someone revokes it, wherever it ends up. Choose
                one year and replace it then.
              </Callout>
            ) : null}
            <ScopePicker groups={groups} chosen={chosen} onChange={setChosen} />
            <FormError />
          </FormRows>
          <DialogFooter>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton>Create token</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </Dialog>
      <TokenOnce token={token} onClose={() => setToken(null)} refresh={() => router.refresh()} />
    </>
  );
}

/** Shows a token the only time that it can be shown. */
export function TokenOnce({
  token,
  onClose,
  refresh,
}: {
  token: string | null;
  onClose: () => void;
  refresh: () => void;
}) {
  return (
    <SecretOnce
      open={token !== null}
      onClose={() => {
        onClose();
        refresh();
      }}
      title="The new token"
      secret={token ?? ''}
      label="token"
    />
  );
}
