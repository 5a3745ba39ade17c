'use client';

import { useEffect, useRef, useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { OrgMark } from '@/components/ui/avatar';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { rootPaths } from '@/lib/routes';
import { SLUG_MAX, slugFrom } from '@/lib/tenancy/slug-from';
import { startingColor } from '@/lib/tenancy/starting-color';
import { foundOrg } from './actions';
import { SlugNote } from './slug-note';
import { useSlugState } from './use-slug-state';

/** Name and address of a new organization. The address follows the name until it is typed itself. */
export function NewOrg({ domain }: { domain: string }) {
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const slug = typed ?? slugFrom(name);
  const state = useSlugState(slug);
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was typed before the page ran is in the fields, and nowhere else yet.
    const early = (field: string) =>
      fields.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.value ?? '';
    setName(early('name'));
    setTyped(early('slug') || null);
  }, []);
  const found = async () => {
    const answer = await foundOrg({ name, slug });
    if (answer.ok && answer.data) window.location.assign(answer.data.href);
    return answer;
  };
  return (
    <ActionForm action={found} aria-label="New organization">
      <div ref={fields}>
        <FormRows>
          <Field name="name" label="Name">
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={80}
              autoComplete="organization"
              autoFocus
            />
          </Field>
          <Field
            name="slug"
            label="Address"
            error={state.kind === 'refused' && (typed !== null || name) ? state.why : undefined}
            hint={<SlugNote state={state} />}
          >
            <Input
              value={slug}
              onChange={(event) => setTyped(event.target.value.trim().toLowerCase() || null)}
              trailing={`.${domain}`}
              mono
              maxLength={SLUG_MAX + 20}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          <Preview name={name} slug={slug} domain={domain} />
          <FormError />
          <FormActions>
            <SubmitButton>Create organization</SubmitButton>
            <LinkButton href={rootPaths.organizations} variant="ghost">
              Cancel
            </LinkButton>
          </FormActions>
        </FormRows>
      </div>
    </ActionForm>
  );
}

/** How it will stand in everybody's list. */
function Preview({ name, slug, domain }: { name: string; slug: string; domain: string }) {
  return (
    <div className="flex items-center gap-3 rounded-card border border-line bg-sunken px-4 py-3">
      <OrgMark name={name || '?'} color={slug ? startingColor(slug) : null} size={32} />
      <span className="min-w-0">
        <span className="block truncate text-base font-medium text-ink">
          {name.trim() || 'Your organization'}
        </span>
        <span className="block truncate font-mono text-xs text-ink-2">
          {slug || 'address'}.{domain}
        </span>
      </span>
    </div>
  );
}
