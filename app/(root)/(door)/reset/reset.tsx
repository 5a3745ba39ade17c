'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { Input } from '@/components/ui/input';
import { rootPaths } from '@/lib/routes';
import { CheckMail } from '../_door/check-mail';
import type { DoorOrg } from '../_door/door-of';
import { TextLink } from '../_door/text-link';
import { requestReset } from './actions';

type ResetProps = { email: string; next: string; org: DoorOrg | null; mailboxHref?: string };

/** The card that asks for an address, then says where to look for the mail. */
export function Reset({ email, next, org, mailboxHref }: ResetProps) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const ask = async (input: { email: string }) => {
    const answer = await requestReset({ ...input, next });
    if (answer.ok) setMailedTo(input.email.trim());
    return answer;
  };
  if (mailedTo) {
    return (
      <AuthCard
        title="Check your mail"
        org={org ?? undefined}
        footer={<TextLink href={rootPaths.signIn({ next })}>Back to signing in</TextLink>}
      >
        <CheckMail
          again={requestReset}
          input={{ email: mailedTo, next }}
          onBack={() => setMailedTo(null)}
          backLabel="Use another address"
          mailboxHref={mailboxHref}
        >
          If <b className="font-medium break-all">{mailedTo}</b> has an account, a link for choosing a new
          password is on its way. It works once, for an hour.
        </CheckMail>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Choose a new password"
      org={org ?? undefined}
      description="We mail you a link for it."
      footer={<TextLink href={rootPaths.signIn({ next })}>Back to signing in</TextLink>}
    >
      <ActionForm action={ask} aria-label="Choose a new password">
        <FormRows>
          <Field name="email" label="E-mail">
            <Input
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={email}
              autoFocus
            />
          </Field>
          <FormError />
          <SubmitButton className="w-full">E-mail me the link</SubmitButton>
        </FormRows>
      </ActionForm>
    </AuthCard>
  );
}
