'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Input } from '@/components/ui/input';
import { changeBrand } from './actions';
import { BrandPreview } from './brand-preview';
import { ColorField } from './color-field';

const HEX = /^#[0-9a-f]{6}$/;

/** Name and colour, with how both will look in either theme. */
export function Brand(saved: { name: string; color: string }) {
  const router = useRouter();
  const [name, setName] = useState(saved.name);
  const [color, setColor] = useState(saved.color);
  const shown = HEX.test(color) ? color : saved.color;
  return (
    <ActionForm
      action={changeBrand}
      toInput={() => ({ name, color })}
      // Not refresh() in the action: that renews the page, but neither its title nor its icon.
      onDone={() => router.refresh()}
      doneMessage="Name and colour saved"
      guardUnsaved
      aria-label="Name and colour"
    >
      <FormRows>
        <Field name="name" label="Name">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            autoComplete="organization"
          />
        </Field>
        <ColorField value={color} onChange={(next) => setColor(next.toLowerCase())} />
        <BrandPreview name={name.trim() || saved.name} color={shown} />
        <FormError />
        <FormActions>
          <SubmitButton>Save changes</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
