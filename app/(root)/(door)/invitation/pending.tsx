'use client';

import { AuthCard } from '@/components/shell/auth-card';
import { Badge } from '@/components/ui/badge';
import { rootPaths } from '@/lib/routes';
import { TextLink } from '../_door/text-link';
import { JoinAsMe, JoinAsNew, JoinBySigningIn, SomebodyElse } from './join-forms';
import { day, type Offer } from './offer';

type PendingProps = {
  offer: Offer;
  secret: string /** Looks anew: the invitation, or who is signed in, changed. */;
  onStale: () => void;
};

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** An open invitation: what it offers and, depending on who is here, the one step that accepts it. */
export function PendingInvitation(props: PendingProps) {
  const { offer } = props;
  const { org, role, invitedBy, expiresAt, email, me, hasAccount, places } = offer;
  return (
    <AuthCard
      title={`Join ${org.name}`}
      org={org}
      description={
        <>
          {invitedBy} invites you as <Badge tone="accent">{role}</Badge>
          {places.length ? ` into ${AND.format(places)}` : null}
        </>
      }
      footer={
        me || !hasAccount ? null : (
          <TextLink href={rootPaths.signIn({ next: rootPaths.invitation, email })}>
            Sign in another way
          </TextLink>
        )
      }
    >
      {me === email ? (
        <JoinAsMe {...props} />
      ) : me ? (
        <SomebodyElse {...props} me={me} />
      ) : hasAccount ? (
        <JoinBySigningIn {...props} />
      ) : (
        <JoinAsNew {...props} />
      )}
      <p className="mt-5 border-t border-line pt-4 text-xs text-ink-3">
        For <span className="break-all">{email}</span>, good until {day(expiresAt)}.
      </p>
    </AuthCard>
  );
}
