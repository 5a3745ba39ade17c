'use client';

import { ActionForm } from '@/components/form/action-form';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { Callout } from '@/components/ui/callout';
import { rootPaths } from '@/lib/routes';
import { LinkIncomplete } from '../../_door/link-incomplete';
import { leaveFor, startSession } from '../../_door/start-session';
import { TextLink } from '../../_door/text-link';
import { forgetSecret, useFragmentSecret } from '../../_door/use-fragment-secret';

const OTHER_BROWSER =
  'Open this link in the browser where you signed in with the provider. The link stays valid.';

/** Confirms the address and signs in, in the browser that came from the provider. */
export function Confirm({ next, sameBrowser }: { next: string; sameBrowser: boolean }) {
  const secret = useFragmentSecret('confirm');
  const confirm = async () => {
    const sentences = { wrong_credentials: OTHER_BROWSER };
    const answer = await startSession('confirm', { secret: secret ?? '' }, sentences);
    if (answer.ok) {
      forgetSecret('confirm');
      await leaveFor(next || rootPaths.organizations);
    }
    return answer;
  };
  return (
    <AuthCard
      title="Confirm your email address"
      footer={<TextLink href={rootPaths.signIn({ next })}>Sign in another way</TextLink>}
    >
      {secret === '' ? (
        <LinkIncomplete href={rootPaths.signIn({ next })} label="Sign in again" />
      ) : sameBrowser ? (
        <ActionForm action={confirm}>
          <FormRows>
            <p className="text-base text-ink-2">This confirms that the address is yours and signs you in.</p>
            <FormError />
            <SubmitButton className="w-full">Confirm and sign in</SubmitButton>
          </FormRows>
        </ActionForm>
      ) : (
        <Callout tone="warn">{OTHER_BROWSER}</Callout>
      )}
    </AuthCard>
  );
}
