'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { Input } from '@/components/ui/input';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_MIN } from '@/lib/auth/password-rules';
import { rootPaths } from '@/lib/routes';
import { CheckMail } from '../_door/check-mail';
import type { Door } from '../_door/door-of';
import { TextLink } from '../_door/text-link';
import { createAccount, resendMail } from './actions';

type NewAccount = { name: string; email: string; password: string };

/** The sign-up page's card: the form, then where to look for the mail. */
export function SignUp({ next, email, org, mailboxHref }: Door) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const create = async ({ name, email, password }: NewAccount) => {
    const answer = await createAccount({ name, email, password, next });
    if (answer.ok) setMailedTo(email.trim());
    return answer;
  };
  if (mailedTo) {
    return (
      <AuthCard title="Check your mail" org={org ?? undefined}>
        <CheckMail
          again={resendMail}
          input={{ email: mailedTo, next }}
          onBack={() => setMailedTo(null)}
          backLabel="Use another address"
          mailboxHref={mailboxHref}
        >
          We wrote to <b className="font-medium break-all">{mailedTo}</b>. Open the link in that mail in this
          browser to confirm the address; it works for 24 hours.
        </CheckMail>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Create an account"
      org={org ?? undefined}
      footer={
        <>
          Have an account? <TextLink href={rootPaths.signIn({ next })}>Sign in</TextLink>
        </>
      }
    >
      <ActionForm action={create} aria-label="Create an account">
        <FormRows>
          <Field name="name" label="Name" hint="As others in your organizations see it.">
            <Input autoComplete="name" maxLength={80} autoFocus />
          </Field>
          <Field name="email" label="E-mail">
            <Input
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={email}
            />
          </Field>
          <Field
            name="password"
            label="Password"
            hint={`At least ${PASSWORD_MIN} characters. A few words do well.`}
          >
            <PasswordInput autoComplete="new-password" />
          </Field>
          <FormError />
          <SubmitButton className="w-full">Create account</SubmitButton>
        </FormRows>
      </ActionForm>
    </AuthCard>
  );
}
