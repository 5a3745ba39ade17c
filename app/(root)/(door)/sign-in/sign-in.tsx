'use client';

import { useRef, useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { useAction } from '@/components/form/use-action';
import { AuthCard } from '@/components/shell/auth-card';
import { ProviderButton } from '@/components/shell/provider-button';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import { rootPaths } from '@/lib/routes';
import { CheckMail } from '../_door/check-mail';
import type { Door } from '../_door/door-of';
import { leaveFor, startSession } from '../_door/start-session';
import { TextLink } from '../_door/text-link';
import { requestSignInLink } from './actions';

type Credentials = { email: string; password: string };

const SENTENCES = {
  wrong_credentials:
    'E-mail or password is wrong. If you have just signed up, open the link in our mail first.',
};

type SignInProps = Door & {
  ended: boolean;
  providers: { id: string; name: string }[];
  /** Why signing in with a provider came to nothing. */
  failed: string | null;
};

/** The sign-in page's card: password, a link by mail, or a provider. */
export function SignIn({ next, email, org, ended, mailboxHref, providers, failed }: SignInProps) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const enter = async ({ email, password }: Credentials) => {
    const answer = await startSession('password', { email, password }, SENTENCES);
    if (answer.ok) await leaveFor(next || rootPaths.organizations);
    return answer;
  };
  const title = org ? `Sign in to ${org.name}` : 'Sign in';
  if (mailedTo) {
    return (
      <AuthCard title="Check your mail" org={org ?? undefined}>
        <CheckMail
          again={requestSignInLink}
          input={{ email: mailedTo, next }}
          onBack={() => setMailedTo(null)}
          backLabel="Use a password"
          mailboxHref={mailboxHref}
        >
          If <b className="font-medium break-all">{mailedTo}</b> has an account, a sign-in link is on its way.
          It works once, for 15 minutes.
        </CheckMail>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={title}
      org={org ?? undefined}
      footer={
        <>
          New here? <TextLink href={rootPaths.signUp({ next })}>Create an account</TextLink>
        </>
      }
    >
      <ActionForm action={enter} aria-label={title}>
        <FormRows>
          {failed ? <Callout tone="danger">{failed}</Callout> : null}
          {ended && !failed ? (
            <Callout tone="info">You were signed out on this device. Sign in again to go on.</Callout>
          ) : null}
          <Field name="email" label="E-mail">
            <Input
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus={!email}
              defaultValue={email}
            />
          </Field>
          <Field
            name="password"
            label="Password"
            hint={
              <>
                Forgot it? <TextLink href={rootPaths.reset({ next })}>Choose a new one</TextLink>
              </>
            }
          >
            <PasswordInput autoComplete="current-password" autoFocus={Boolean(email)} />
          </Field>
          <FormError />
          <SubmitButton className="w-full">Sign in</SubmitButton>
          <ByLink next={next} onSent={setMailedTo} />
          {providers.map(({ id, name }) => (
            <ProviderButton key={id} id={id} className="w-full" backTo={next || rootPaths.organizations}>
              Continue with {name}
            </ProviderButton>
          ))}
        </FormRows>
      </ActionForm>
    </AuthCard>
  );
}

/** The other way in, with the address that stands in the form. */
function ByLink({ next, onSent }: { next: string; onSent: (email: string) => void }) {
  const { run, pending, error, fields } = useAction(requestSignInLink);
  const button = useRef<HTMLButtonElement>(null);
  const problem = fields.email ? { code: 'invalid', message: fields.email } : error;
  const send = async () => {
    const form = button.current?.form;
    const email = form ? String(new FormData(form).get('email') ?? '').trim() : '';
    const result = await run({ email, next });
    if (result?.ok) onSent(email);
    else form?.querySelector<HTMLInputElement>('[name=email]')?.focus();
  };
  return (
    <>
      <div className="flex items-center gap-3 text-xs text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </div>
      <Button ref={button} onClick={send} pending={pending} className="w-full">
        E-mail me a sign-in link
      </Button>
      {problem ? <FormError error={problem} /> : null}
    </>
  );
}
