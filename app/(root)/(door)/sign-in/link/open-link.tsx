'use client';

import { ActionForm } from '@/components/form/action-form';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { AuthCard } from '@/components/shell/auth-card';
import { rootPaths } from '@/lib/routes';
import type { DoorOrg } from '../../_door/door-of';
import { LinkIncomplete } from '../../_door/link-incomplete';
import { leaveFor, startSession } from '../../_door/start-session';
import { TextLink } from '../../_door/text-link';
import { forgetSecret, useFragmentSecret } from '../../_door/use-fragment-secret';

/** One button that uses up the link's secret. */
export function OpenLink({ next, org }: { next: string; org: DoorOrg | null }) {
  const secret = useFragmentSecret('sign-in');
  const enter = async () => {
    const answer = await startSession('link', { secret: secret ?? '' });
    if (answer.ok) {
      forgetSecret('sign-in');
      await leaveFor(next || rootPaths.organizations);
    }
    return answer;
  };
  return (
    <AuthCard
      title="Sign in on this device"
      org={org ?? undefined}
      footer={<TextLink href={rootPaths.signIn({ next })}>Sign in another way</TextLink>}
    >
      {secret === '' ? (
        <LinkIncomplete href={rootPaths.signIn({ next })} label="Ask for a new link" />
      ) : (
        <ActionForm action={enter}>
          <FormRows>
            <p className="text-base text-ink-2">The link works once. You stay signed in for 30 days.</p>
            <FormError />
            <SubmitButton className="w-full">Sign in</SubmitButton>
          </FormRows>
        </ActionForm>
      )}
    </AuthCard>
  );
}
