'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ActionError } from '@/components/form/action-result';
import { AuthCard } from '@/components/shell/auth-card';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { OrgColor } from '@/components/ui/org-color';
import { Problem } from '@/components/ui/problem';
import { Skeleton } from '@/components/ui/skeleton';
import { ERRORS } from '@/lib/errors';
import { rootPaths } from '@/lib/routes';
import { LinkIncomplete } from '../_door/link-incomplete';
import { useFragmentSecret } from '../_door/use-fragment-secret';
import { lookAtInvitation } from './actions';
import { type Offer, PURPOSE } from './offer';
import { PendingInvitation } from './pending';
import { SettledInvitation } from './settled';

/** An invitation as its mail's link shows it: what it offers, and the one way on from here. */
export function Invitation() {
  const secret = useFragmentSecret(PURPOSE);
  const { offer, error, look } = useOffer(secret);
  if (secret === '') {
    return (
      <AuthCard title="This is not a whole invitation">
        <LinkIncomplete href={rootPaths.organizations} label="Go to my organizations" />
      </AuthCard>
    );
  }
  if (error) return <Unreadable error={error} onRetry={look} />;
  if (!secret || !offer) return <Loading />;
  return (
    <OrgColor color={offer.org.color}>
      {offer.status === 'pending' ? (
        <PendingInvitation offer={offer} secret={secret} onStale={look} />
      ) : (
        <SettledInvitation offer={offer} />
      )}
    </OrgColor>
  );
}

function useOffer(secret: string | undefined) {
  const [offer, setOffer] = useState<Offer>();
  const [error, setError] = useState<ActionError | null>(null);
  const look = useCallback(async () => {
    if (!secret) return;
    const answer = await lookAtInvitation({ secret }).catch(() => null);
    if (answer?.ok) setOffer(answer.data);
    setError(answer?.ok ? null : (answer ?? { code: 'unavailable', message: ERRORS.unavailable.sentence }));
  }, [secret]);
  useEffect(() => {
    look();
  }, [look]);
  return { offer, error, look };
}

function Unreadable({ error, onRetry }: { error: ActionError; onRetry: () => void }) {
  const unknown = error.code === 'not_found';
  return (
    <AuthCard
      title={unknown ? 'There is no such invitation' : 'The invitation could not be read'}
      description={
        unknown
          ? 'The link may be cut short, or a newer mail has replaced it: resending an invitation makes a new link.'
          : undefined
      }
    >
      <div className="grid gap-4">
        {unknown ? null : <Problem message={error.message} code={error.code} />}
        <div className="flex flex-wrap gap-2 *:flex-1">
          {unknown ? null : <Button onClick={onRetry}>Try again</Button>}
          <LinkButton href={rootPaths.organizations}>Go to my organizations</LinkButton>
        </div>
      </div>
    </AuthCard>
  );
}

function Loading() {
  return (
    <AuthCard title="Invitation">
      <div className="grid gap-3" aria-busy="true">
        <Skeleton className="h-5 w-4/5" />
        <Skeleton className="h-5 w-3/5" />
        <Skeleton className="mt-3 h-8 w-full" />
      </div>
    </AuthCard>
  );
}
