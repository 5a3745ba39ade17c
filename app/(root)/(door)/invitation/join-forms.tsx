'use client';

import { ActionForm } from '@/components/form/action-form';
import type { ActionResult } from '@/components/form/action-result';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_MIN } from '@/lib/auth/password-rules';
import { rootPaths } from '@/lib/routes';
import { leaveFor, startSession } from '../_door/start-session';
import { forgetSecret } from '../_door/use-fragment-secret';
import { createInvitedAccount, joinBySecret } from './actions';
import { isStale, type Offer, PURPOSE } from './offer';

type JoinProps = { offer: Offer; secret: string; onStale: () => void };

/** Accepts as whoever is signed in by now, and goes to the organization. */
async function join({ secret, onStale }: JoinProps): Promise<ActionResult> {
  const answer = await joinBySecret({ secret });
  if (answer.ok && answer.data) {
    forgetSecret(PURPOSE);
    await leaveFor(answer.data.href);
  } else if (isStale(answer)) onStale();
  return answer;
}

/** For the invited address, signed in: one button. */
export function JoinAsMe(props: JoinProps) {
  return (
    <ActionForm action={() => join(props)}>
      <FormRows>
        <FormError />
        <SubmitButton className="w-full">Join {props.offer.org.name}</SubmitButton>
      </FormRows>
    </ActionForm>
  );
}

/** For somebody with an account who is not signed in. */
export function JoinBySigningIn(props: JoinProps) {
  const { email, org } = props.offer;
  const enter = async ({ password }: { password: string }) => {
    const answer = await startSession('password', { email, password });
    return answer.ok ? join(props) : answer;
  };
  return (
    <ActionForm action={enter} aria-label="Sign in and join">
      <FormRows>
        <KnownAddress email={email} />
        <Field name="password" label="Password">
          <PasswordInput autoComplete="current-password" autoFocus />
        </Field>
        <FormError />
        <SubmitButton className="w-full">Sign in and join {org.name}</SubmitButton>
      </FormRows>
    </ActionForm>
  );
}

/** For somebody who is new: the link proves the address, so name and password are all there is to say. */
export function JoinAsNew(props: JoinProps) {
  const { email, org } = props.offer;
  const create = async ({ name, password }: { name: string; password: string }): Promise<ActionResult> => {
    const made = await createInvitedAccount({ secret: props.secret, name, password });
    if (!made.ok) {
      if (isStale(made)) props.onStale();
      return made;
    }
    const entered = await startSession('password', { email, password });
    return entered.ok ? join(props) : entered;
  };
  return (
    <ActionForm action={create} aria-label="Create an account and join">
      <FormRows>
        <KnownAddress email={email} />
        <Field name="name" label="Name" hint={`As others in ${org.name} see it.`}>
          <Input autoComplete="name" maxLength={80} autoFocus />
        </Field>
        <Field
          name="password"
          label="Choose a password"
          hint={`At least ${PASSWORD_MIN} characters. A few words do well.`}
        >
          <PasswordInput autoComplete="new-password" />
        </Field>
        <FormError />
        <SubmitButton className="w-full">Create account and join</SubmitButton>
      </FormRows>
    </ActionForm>
  );
}

// Shown, not asked: the invitation is for this address alone. As a field, so that password managers know it.
function KnownAddress({ email }: { email: string }) {
  return (
    <Field name="username" label="E-mail">
      <Input type="email" autoComplete="username" value={email} readOnly className="bg-sunken text-ink-2" />
    </Field>
  );
}

/** Signed in as somebody else: says so, and lets them change who they are without losing the invitation. */
export function SomebodyElse({ offer, onStale, me }: JoinProps & { me: string }) {
  const { run, pending, error } = useAction(async (): Promise<ActionResult> => {
    await fetch(rootPaths.signOut, { method: 'POST', redirect: 'manual' });
    onStale();
    return { ok: true };
  });
  return (
    <div className="grid gap-4">
      <Callout tone="warn" title="You are signed in as somebody else">
        This invitation is for <b className="font-medium break-all">{offer.email}</b>, and you are{' '}
        <b className="font-medium break-all">{me}</b>.
      </Callout>
      <FormError error={error} />
      <Button variant="primary" onClick={() => run(undefined)} pending={pending} className="w-full">
        Sign out and go on
      </Button>
      <LinkButton href={rootPaths.organizations} className="w-full">
        Stay signed in
      </LinkButton>
    </div>
  );
}
