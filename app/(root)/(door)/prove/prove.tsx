'use client';

import { useState } from 'react';
import { proveMe } from '@/app/actions/prove';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import type { ProofAsked } from '@/components/form/proof-store';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import { Problem } from '@/components/ui/problem';
import { ERRORS } from '@/lib/errors';
import { rootPaths } from '@/lib/routes';
import type { DoorOrg } from '../_door/door-of';
import { leaveFor } from '../_door/start-session';
import { TextLink } from '../_door/text-link';

type ProveProps = {
  what: ProofAsked;
  email: string;
  org: DoorOrg | null;
  backHref: string;
  againHref: string;
};

/** Asks for the password, or for a new sign-in where there is none, and leads back to the organization's domain. */
export function Prove({ what, email, org, backHref, againHref }: ProveProps) {
  const to = new URL(backHref).host;
  return (
    <AuthCard
      title="Confirm that it’s you"
      org={org ?? undefined}
      description={
        <>
          For security, we ask again before this action. Then you return to{' '}
          <span className="break-all">{to}</span>.
        </>
      }
      footer={<TextLink href={backHref.split('#')[0] ?? backHref}>Cancel</TextLink>}
    >
      {what === 'password_required' ? (
        <ByPassword email={email} backHref={backHref} />
      ) : (
        <BySigningIn againHref={againHref} />
      )}
    </AuthCard>
  );
}

function ByPassword({ email, backHref }: { email: string; backHref: string }) {
  const prove = async ({ password }: { password: string }) => {
    const answer = await proveMe({ password });
    if (answer.ok) await leaveFor(backHref);
    return answer;
  };
  return (
    <ActionForm
      action={prove}
      toInput={(values) => ({ password: String(values.password ?? '') })}
      aria-label="Confirm that it’s you"
    >
      <FormRows>
        <Field name="username" label="Email">
          <Input
            type="email"
            autoComplete="username"
            value={email}
            readOnly
            className="bg-sunken text-ink-2"
          />
        </Field>
        <Field name="password" label="Password">
          <PasswordInput autoComplete="current-password" autoFocus />
        </Field>
        <FormError unlessMarked />
        <SubmitButton className="w-full">Confirm and continue</SubmitButton>
      </FormRows>
    </ActionForm>
  );
}

/** Signs out and leads to signing in, which leads back here. */
function BySigningIn({ againHref }: { againHref: string }) {
  const [state, setState] = useState<'idle' | 'going' | 'failed'>('idle');
  const again = async () => {
    setState('going');
    try {
      await fetch(rootPaths.signOut, { method: 'POST', redirect: 'manual' });
      await leaveFor(againHref);
    } catch {
      setState('failed');
    }
  };
  return (
    <div className="grid gap-4">
      <p className="text-ink-2">Your account has no password. Sign in again to confirm.</p>
      {state === 'failed' ? <Problem message={ERRORS.unavailable.sentence} /> : null}
      <Button variant="primary" pending={state === 'going'} onClick={again} className="w-full">
        Sign in again
      </Button>
    </div>
  );
}
