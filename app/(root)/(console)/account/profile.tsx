'use client';

import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Input } from '@/components/ui/input';
import { Status } from '@/components/ui/status';
import { renameMe } from './actions';

/** Name and address. The address is what everything else hangs on, and stays. */
export function Profile({ name, email, verified }: { name: string; email: string; verified: boolean }) {
  return (
    <ActionForm action={renameMe} doneMessage="Name changed" guardUnsaved aria-label="Profile">
      <FormRows>
        <Field name="name" label="Name">
          <Input autoComplete="name" defaultValue={name} maxLength={80} />
        </Field>
        <div className="grid gap-1.5">
          <span className="text-sm font-medium text-ink">E-mail</span>
          <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="min-w-0 break-all text-ink-2">{email}</span>
            <Status tone={verified ? 'green' : 'amber'}>{verified ? 'Confirmed' : 'Not confirmed'}</Status>
          </span>
        </div>
        <FormError />
        <FormActions>
          <SubmitButton variant="secondary">Save name</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
