'use client';

import { useRouter } from 'next/navigation';
import { ActionForm } from '@/components/form/action-form';
import type { Action } from '@/components/form/action-result';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Textarea } from '@/components/ui/textarea';

/** A field of a form: its words, and its value now. */
export type FormField = {
  name: string;
  label: string;
  hint?: string;
  example?: string;
  control: 'text' | 'email' | 'tel' | 'url' | 'long';
  optional: boolean;
  value: string;
};

type Sent = { resource: string; id: string; values: Record<string, string> };

type RecordFormProps = {
  resource: string;
  /** The row that is changed; none: a new one. */
  id?: string;
  fields: FormField[];
  action: Action<Sent, { href: string }>;
  submit: string;
  doneMessage: string;
  backHref: string;
};

/** The form of a resource: a field for each of its own, in their order. */
export function RecordForm({ resource, id, fields, action, submit, doneMessage, backHref }: RecordFormProps) {
  const router = useRouter();
  return (
    <ActionForm
      action={action}
      toInput={(values) => {
        const sent = {
          resource,
          values: Object.fromEntries(fields.map(({ name }) => [name, String(values[name] ?? '')])),
        };
        // A new row has no id yet, and its action takes none.
        return (id ? { ...sent, id } : sent) as Sent;
      }}
      onDone={(data) => data && router.push(data.href)}
      doneMessage={doneMessage}
      guardUnsaved
      aria-label={submit}
    >
      <FormRows>
        {fields.map((field, i) => (
          <Field
            key={field.name}
            name={field.name}
            label={field.label}
            hint={field.hint}
            optional={field.optional}
          >
            <Control field={field} autoFocus={i === 0 && !id} />
          </Field>
        ))}
        <FormError />
        <FormActions>
          <SubmitButton>{submit}</SubmitButton>
          <LinkButton href={backHref} variant="ghost">
            Cancel
          </LinkButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}

function Control({
  field: { control, example, value },
  autoFocus,
}: {
  field: FormField;
  autoFocus: boolean;
}) {
  if (control === 'long') return <Textarea defaultValue={value} rows={4} placeholder={example} />;
  return (
    <Input
      type={control}
      defaultValue={value}
      placeholder={example}
      autoComplete="off"
      autoFocus={autoFocus}
    />
  );
}
