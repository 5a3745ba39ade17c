'use client';

import { useState } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_MIN } from '@/lib/auth/password-rules';
import { changeMyPassword, mailMyPasswordLink } from './actions';
import { type Choosable, TokenChoice } from './token-choice';

type PasswordSectionProps = { email: string; hasPassword: boolean; tokens: Choosable[] };

/** Changes the password and offers to revoke personal tokens; without a password, sends the email to set one. */
export function PasswordSection({ email, hasPassword, tokens }: PasswordSectionProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (!hasPassword) {
    return (
      <div className="grid max-w-[480px] justify-items-start gap-3">
        <p className="text-ink-2">You don’t have a password. You can sign in with a link sent to {email}.</p>
        <ActionButton action={mailMyPasswordLink} input={{}} doneMessage="Check your email for the link">
          Email me a link to set one
        </ActionButton>
      </div>
    );
  }
  return (
    <ActionForm
      action={changeMyPassword}
      extra={{ revoke: [...chosen] }}
      onDone={() => setChosen(new Set())}
      resetOnDone
      aria-label="Password"
    >
      <FormRows>
        {/* For password managers: which account this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field name="current" label="Current password">
          <PasswordInput autoComplete="current-password" />
        </Field>
        <Field
          name="next"
          label="New password"
          hint={`At least ${PASSWORD_MIN} characters. Try a passphrase.`}
        >
          <PasswordInput autoComplete="new-password" />
        </Field>
        <TokenChoice
          legend="Also revoke these personal tokens"
          tokens={tokens}
          chosen={chosen}
          onChange={setChosen}
        />
        <FormError />
        <FormActions>
          <SubmitButton variant="secondary">Change password</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
