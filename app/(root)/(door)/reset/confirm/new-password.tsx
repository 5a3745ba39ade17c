'use client';

import { ActionForm } from '@/components/form/action-form';
import type { ActionResult } from '@/components/form/action-result';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_MAX, PASSWORD_MIN } from '@/lib/auth/password-rules';
import { ERRORS } from '@/lib/errors';
import { rootPaths } from '@/lib/routes';
import type { DoorOrg } from '../../_door/door-of';
import { LinkIncomplete } from '../../_door/link-incomplete';
import { leaveFor, startSession } from '../../_door/start-session';
import { TextLink } from '../../_door/text-link';
import { forgetSecret, useFragmentSecret } from '../../_door/use-fragment-secret';

/** Sets the new password with the link's secret, and signs in with it. */
export function NewPassword({ next, org }: { next: string; org: DoorOrg | null }) {
  const secret = useFragmentSecret('reset');
  const choose = async ({ password }: { password: string }): Promise<ActionResult<never>> => {
    const wrong = lengthProblem(password);
    if (wrong)
      return { ok: false, code: 'invalid', message: ERRORS.invalid.sentence, fields: { password: wrong } };
    const answer = await startSession('reset', { secret: secret ?? '', password });
    if (answer.ok) {
      forgetSecret('reset');
      await leaveFor(rootPaths.reviewAccess);
    }
    return answer;
  };
  return (
    <AuthCard
      title="Choose a new password"
      org={org ?? undefined}
      description="This signs you out on all devices and disconnects sign-in providers that don’t manage your email domain."
      footer={<TextLink href={rootPaths.reset({ next })}>Ask for another link</TextLink>}
    >
      {secret === '' ? (
        <LinkIncomplete href={rootPaths.reset({ next })} label="Ask for a new link" />
      ) : (
        <ActionForm action={choose} aria-label="Choose a new password">
          <FormRows>
            <Field
              name="password"
              label="New password"
              hint={`At least ${PASSWORD_MIN} characters. Try a passphrase.`}
            >
              <PasswordInput autoComplete="new-password" autoFocus />
            </Field>
            <FormError />
            <SubmitButton className="w-full">Set password and sign in</SubmitButton>
          </FormRows>
        </ActionForm>
      )}
    </AuthCard>
  );
}

function lengthProblem(password: string): string | null {
  if (password.length < PASSWORD_MIN) return `Use at least ${PASSWORD_MIN} characters.`;
  return password.length > PASSWORD_MAX ? `Use at most ${PASSWORD_MAX} characters.` : null;
}
