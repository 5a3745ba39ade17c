'use client';

import { useState } from 'react';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { Input } from '@/components/ui/input';
import { SLUG_MAX, slugFrom } from '@/lib/tenancy/slug-from';

/** Name and address of a sub-team. The address of a new one follows the name until it is typed itself. */
export function NameFields({ name: before = '', slug }: { name?: string; slug?: string }) {
  const [name, setName] = useState(before);
  const [typed, setTyped] = useState<string | null>(slug ?? null);
  return (
    <FormRows>
      <Field name="name" label="Name">
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={80}
          autoComplete="off"
        />
      </Field>
      <Field
        name="slug"
        label="Address"
        hint={
          slug
            ? 'Links with the old address redirect for 90 days.'
            : 'What its links say. It can be changed later.'
        }
      >
        <Input
          value={typed ?? slugFrom(name)}
          onChange={(event) => setTyped(event.target.value.trim().toLowerCase() || null)}
          leading="/s/"
          mono
          maxLength={SLUG_MAX + 20}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <FormError />
    </FormRows>
  );
}
