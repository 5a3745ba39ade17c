'use client';

import { useState } from 'react';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { Input } from '@/components/ui/input';
import { SLUG_MAX, slugFrom } from '@/lib/tenancy/slug-from';
import { teamSlugProblem } from '@/lib/tenancy/sub-team-slug';

/** Name and address of a team. The address of a new one follows the name until it is typed itself; what can't be one says so at once. */
export function TeamFields({ name: before = '', slug }: { name?: string; slug?: string }) {
  const [name, setName] = useState(before);
  const [typed, setTyped] = useState<string | null>(slug ?? null);
  const now = typed ?? slugFrom(name);
  const problem = now ? teamSlugProblem(now) : null;
  return (
    <FormRows>
      <Field name="name" label="Name">
        <Input
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="Platform"
          maxLength={80}
          autoComplete="off"
        />
      </Field>
      <Field
        name="slug"
        label="Address"
        hint={
          problem ??
          (slug
            ? 'Links with the old address redirect for 90 days.'
            : 'What its link says. It can be changed later.')
        }
      >
        <Input
          value={now}
          onChange={(event) => setTyped(event.target.value.trim().toLowerCase() || null)}
          leading="/teams/"
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
