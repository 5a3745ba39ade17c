'use client';

import { useEffect, useRef, useState } from 'react';
import { proveMe } from '@/app/actions/prove';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { type ProofAsked, settleProof } from '@/components/form/proof-store';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { PasswordInput } from '@/components/ui/password-input';
import { Problem } from '@/components/ui/problem';
import { orgPaths } from '@/lib/routes';

/** The question itself: the password, or where there is none a new sign-in that leads back here. */
export function ProofDialog({ what, elsewhere }: { what: ProofAsked; elsewhere?: string }) {
  if (elsewhere) return <OnRootHost href={elsewhere} />;
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => {
        if (!open) settleProof(false);
      }}
      title="Confirm that it’s you"
      description={
        what === 'password_required'
          ? 'For your security, enter your password to continue.'
          : 'For your security, sign in again to continue. You’ll come back to this page.'
      }
    >
      {what === 'password_required' ? <ByPassword /> : <BySigningIn />}
    </Dialog>
  );
}

/** On a custom domain nothing is asked: the root host asks, and leads back to this page. */
function OnRootHost({ href }: { href: string }) {
  const go = () => {
    const to = new URL(href);
    to.searchParams.set('next', window.location.pathname + window.location.search);
    window.location.assign(to.href);
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => {
        if (!open) settleProof(false);
      }}
      title="Confirm that it’s you"
      description={`You confirm on ${new URL(href).host} and come back to this page. What you entered here isn’t kept: repeat it when you’re back.`}
    >
      <DialogFooter>
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" onClick={go}>
          Continue
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function ByPassword() {
  const field = useRef<HTMLInputElement>(null);
  // Not autoFocus: that comes before the dialog watches the focus, and the menu it was opened from, closing, would take it
  // away for good.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  return (
    <ActionForm action={proveMe} onDone={() => settleProof(true)} keepOpen aria-label="Confirm that it’s you">
      <div className="grid gap-4">
        <Field name="password" label="Password">
          <PasswordInput ref={field} autoComplete="current-password" />
        </Field>
        <FormError unlessMarked />
      </div>
      <DialogFooter>
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Confirm</SubmitButton>
      </DialogFooter>
    </ActionForm>
  );
}

/** Signs out, and loads this page anew: it knows the way to sign in and back. */
function BySigningIn() {
  const [state, setState] = useState<'idle' | 'going' | 'failed'>('idle');
  const again = async () => {
    setState('going');
    try {
      await fetch(orgPaths.signOut, { method: 'POST', redirect: 'manual' });
      window.location.reload();
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      {state === 'failed' ? <Problem message="The server could not be reached. Try again." /> : null}
      <DialogFooter>
        <DialogClose>
          <Button disabled={state === 'going'}>Cancel</Button>
        </DialogClose>
        <Button variant="primary" pending={state === 'going'} onClick={again}>
          Sign in again
        </Button>
      </DialogFooter>
    </>
  );
}
