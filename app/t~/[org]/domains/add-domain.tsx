'use client';

import { Plus } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { addCustomDomain } from './actions';

/** The button that opens a dialog to add a custom domain. */
export function AddDomain() {
  return (
    <Dialog
      title="Add a domain"
      description="One of your own, like console.example.com. You get the records to set next."
      trigger={
        <Button variant="primary" icon={<Plus />}>
          Add domain
        </Button>
      }
    >
      <ActionForm
        action={addCustomDomain}
        toInput={(values) => ({ host: String(values.host ?? '') })}
        doneMessage="Added. Set its records next"
        aria-label="Add a domain"
      >
        <FormRows>
          <Field
            name="host"
            label="Domain"
            hint="A name below one that you own is best: it can be moved alone."
          >
            <Input
              mono
              placeholder="console.example.com"
              maxLength={300}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              inputMode="url"
            />
          </Field>
          <FormError />
        </FormRows>
        <DialogFooter>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Add domain</SubmitButton>
        </DialogFooter>
      </ActionForm>
    </Dialog>
  );
}
