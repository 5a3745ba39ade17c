'use client';

import { type FormEvent, useState } from 'react';
import { Field } from '@/components/form/field';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { useAway } from '@/components/form/use-away';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Input } from '@/components/ui/input';
import { Status } from '@/components/ui/status';
import { SLUG_MAX } from '@/lib/tenancy/slug-from';
import { changeAddress } from './actions';
import { type AddressState, useAddressState } from './use-address-state';

type AddressProps = {
  slug: string;
  /** As a person reads it: `acme.rowhouse.localhost:3000`. */
  host: string;
  /** What stands behind the slug. */
  domain: string;
};

/** The organization's address. Changing it says first what happens to the old one. */
export function Address({ slug: current, host, domain }: AddressProps) {
  const [slug, setSlug] = useState(current);
  const [asking, setAsking] = useState(false);
  const state = useAddressState(slug, current);
  const { run, pending, error, fields } = useAway(changeAddress);
  const problem = state.kind === 'refused' ? state.why : fields.slug;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state.kind === 'free' || state.kind === 'unknown') setAsking(true);
  };
  return (
    <form onSubmit={submit} aria-label="Address">
      <FormRows>
        <Field name="slug" label="Address" error={problem} hint={<Note state={state} />}>
          <Input
            mono
            value={slug}
            onChange={(event) => setSlug(event.target.value.trim().toLowerCase())}
            trailing={`.${domain}`}
            maxLength={SLUG_MAX + 20}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <FormActions>
          <Button type="submit" disabled={state.kind === 'same' || state.kind === 'refused'}>
            Change address
          </Button>
        </FormActions>
      </FormRows>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Move to ${slug}.${domain}?`}
        act="Change address"
        tone="primary"
        pending={pending}
        error={error}
        onConfirm={() => run({ slug })}
      >
        <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
          <li>
            <span className="break-all text-ink">{host}</span> leads to the new address for 90 days, path for
            path. Nobody else can claim it in that time, and you can take it back.
          </li>
          <li>Everybody stays signed in. Bookmarks and links that were sent out keep working that long.</li>
          <li>Members, invitations and the audit log stay as they are, with the ids they have.</li>
        </ul>
      </ConfirmDialog>
    </form>
  );
}

function Note({ state }: { state: AddressState }) {
  return (
    <span role="status" className="flex min-h-4 items-center text-xs">
      {state.kind === 'free' ? <Status tone="green">Free</Status> : null}
      {state.kind === 'checking' ? 'Looking whether it is free' : null}
      {state.kind === 'unknown' ? 'Could not look whether it is free. Changing will tell.' : null}
      {state.kind === 'same' ? 'Letters, digits and single hyphens.' : null}
    </span>
  );
}
