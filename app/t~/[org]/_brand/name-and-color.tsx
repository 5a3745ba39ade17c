'use client';

import { useRouter } from 'next/navigation';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Input } from '@/components/ui/input';
import { changeBrand } from '../settings/actions';
import { ColorField } from './color-field';
import { ContrastNote } from './contrast-note';

export type NameColor = { name: string; color: string };

const HEX = /^#[0-9a-f]{6}$/;

/** What can be shown of what is being typed: the saved name or colour stands in for one that is none yet. */
export const shownOf = (draft: NameColor, saved: NameColor): NameColor => ({
  name: draft.name.trim() || saved.name,
  color: HEX.test(draft.color) ? draft.color : saved.color,
});

type NameAndColorProps = {
  draft: NameColor;
  saved: NameColor;
  onDraft: (draft: NameColor) => void;
  /** Between the fields and the button: a preview, where the page has none elsewhere. */
  children?: React.ReactNode;
};

/** The form of name and colour, with how the colour reads. */
export function NameAndColor({ draft, saved, onDraft, children }: NameAndColorProps) {
  const router = useRouter();
  const { name, color } = draft;
  return (
    <ActionForm
      action={changeBrand}
      toInput={() => ({ name, color })}
      // Not refresh() in the action: that renews the page, but neither its title nor its icon.
      onDone={() => router.refresh()}
      doneMessage="Name and colour saved"
      guardUnsaved
      changed={color !== saved.color}
      aria-label="Name and colour"
    >
      <FormRows>
        <Field name="name" label="Name">
          <Input
            value={name}
            onChange={(event) => onDraft({ ...draft, name: event.target.value })}
            maxLength={80}
            autoComplete="organization"
          />
        </Field>
        <ColorField value={color} onChange={(next) => onDraft({ ...draft, color: next.toLowerCase() })} />
        <ContrastNote
          color={shownOf(draft, saved).color}
          onUse={(shade) => onDraft({ ...draft, color: shade })}
        />
        {children}
        <FormError />
        <FormActions>
          <SubmitButton>Save changes</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
