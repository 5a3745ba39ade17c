'use client';

import { Route } from 'lucide-react';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-group';
import type { Replay } from '@/lib/routing/replay';
import { replayRequest } from './actions';
import { Steps } from './steps';

type ReplayFormProps = { start: { host: string; path: string; header: string } };

const WHO = [
  { value: 'me', label: 'You', hint: 'Signed in at that host.' },
  { value: 'nobody', label: 'Nobody', hint: 'Signed out.' },
];

/** The request at the left, what would become of it at the right. */
export function ReplayForm({ start }: ReplayFormProps) {
  const [result, setResult] = useState<Replay | null>(null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <ActionForm action={replayRequest} onDone={(data) => setResult(data ?? null)} aria-label="Request">
        <FormRows wide>
          <Field name="host" label="Host">
            <Input mono defaultValue={start.host} autoComplete="off" spellCheck={false} maxLength={300} />
          </Field>
          <Field name="path" label="Path" hint="A query string plays no part in the decision.">
            <Input mono defaultValue={start.path} autoComplete="off" spellCheck={false} maxLength={2000} />
          </Field>
          <Field name="header" label="X-Rowhouse-Organization" optional hint="An organization’s id.">
            <Input mono defaultValue={start.header} autoComplete="off" spellCheck={false} maxLength={200} />
          </Field>
          <Field
            name="token"
            label="Token’s organization"
            optional
            hint="The id of the one organization that the token may be used for. Never the token itself."
          >
            <Input mono autoComplete="off" spellCheck={false} maxLength={200} />
          </Field>
          <Field name="as" label="Who asks">
            <RadioCards name="as" columns={2} defaultValue="me" options={WHO} />
          </Field>
          <FormError />
          <FormActions>
            <SubmitButton>Replay</SubmitButton>
          </FormActions>
        </FormRows>
      </ActionForm>
      <section aria-label="Decision" aria-live="polite">
        {result ? (
          <Steps result={result} />
        ) : (
          <EmptyState icon={<Route />} title="No decision yet" small>
            Each step from host to membership will stand here, and where the request would stop.
          </EmptyState>
        )}
      </section>
    </div>
  );
}
