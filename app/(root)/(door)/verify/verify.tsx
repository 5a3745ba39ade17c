'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { PasswordInput } from '@/components/ui/password-input';
import { rootPaths } from '@/lib/routes';
import type { DoorOrg } from '../_door/door-of';
import { LinkIncomplete } from '../_door/link-incomplete';
import { leaveFor, startSession } from '../_door/start-session';
import { TextLink } from '../_door/text-link';
import { forgetSecret, useFragmentSecret } from '../_door/use-fragment-secret';

const SENTENCES = {
  wrong_credentials: 'That is not the password you signed up with. The link stays good; try again.',
};

type VerifyProps = { next: string; org: DoorOrg | null; sameBrowser: boolean };

/**
 * Confirms the address and signs in. In the browser that signed up one click is enough; in another one the password
 * is asked for, so that nobody confirms an address for a stranger's password.
 */
export function Verify({ next, org, sameBrowser }: VerifyProps) {
  const secret = useFragmentSecret('verify');
  const [asks, setAsks] = useState(!sameBrowser);
  const confirm = async ({ password = '' }: { password?: string }) => {
    const answer = await startSession('verify', { secret: secret ?? '', password }, SENTENCES);
    if (answer.ok) {
      forgetSecret('verify');
      await leaveFor(next || rootPaths.newOrganization);
    } else if (answer.code === 'wrong_credentials' && !asks) {
      setAsks(true);
      return { ok: false as const, code: answer.code, message: 'Enter the password you signed up with.' };
    }
    return answer;
  };
  return (
    <AuthCard
      title="Confirm your address"
      org={org ?? undefined}
      footer={
        <>
          Confirmed already? <TextLink href={rootPaths.signIn({ next })}>Sign in</TextLink>
        </>
      }
    >
      {secret === '' ? (
        <LinkIncomplete href={rootPaths.signUp({ next })} label="Sign up again" />
      ) : (
        <ActionForm action={confirm}>
          <FormRows>
            <p className="text-base text-ink-2">
              {asks
                ? 'This is another browser than the one you signed up in. Enter the password you chose there.'
                : 'This confirms that the address is yours, and signs you in.'}
            </p>
            {asks ? (
              <Field
                name="password"
                label="Password"
                hint={
                  <>
                    Not yours, or forgotten?{' '}
                    <TextLink href={rootPaths.reset({ next })}>Choose a new one</TextLink>
                  </>
                }
              >
                <PasswordInput autoComplete="current-password" autoFocus />
              </Field>
            ) : null}
            <FormError />
            <SubmitButton className="w-full">Confirm and go on</SubmitButton>
          </FormRows>
        </ActionForm>
      )}
    </AuthCard>
  );
}
