'use client';

import { ActionButton } from '@/components/form/action-button';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_MIN } from '@/lib/auth/password-rules';
import { changeMyPassword, mailMyPasswordLink } from './actions';

/** Changing the password; without one, the mail by which one can be chosen. */
export function PasswordSection({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  if (!hasPassword) {
    return (
      <div className="grid max-w-[480px] justify-items-start gap-3">
        <p className="text-ink-2">You have no password: you sign in by links to {email}.</p>
        <ActionButton action={mailMyPasswordLink} input={{}} doneMessage="Look into your mail for the link">
          E-mail me a link to choose one
        </ActionButton>
      </div>
    );
  }
  return (
    <ActionForm action={changeMyPassword} resetOnDone aria-label="Password">
      <FormRows>
        {/* For password managers: which account this is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field name="current" label="Current password">
          <PasswordInput autoComplete="current-password" />
        </Field>
        <Field
          name="next"
          label="New password"
          hint={`At least ${PASSWORD_MIN} characters. A few words do well.`}
        >
          <PasswordInput autoComplete="new-password" />
        </Field>
        <FormError />
        <FormActions>
          <SubmitButton variant="secondary">Change password</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
