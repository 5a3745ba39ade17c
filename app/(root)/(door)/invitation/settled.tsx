'use client';

import { AuthCard } from '@/components/shell/auth-card';
import { LinkButton } from '@/components/ui/link-button';
import { rootPaths } from '@/lib/routes';
import { day, type Offer } from './offer';

/** An invitation that leads nowhere any more: why, and the way out. */
export function SettledInvitation({ offer }: { offer: Offer }) {
  const { org, status, invitedBy } = offer;
  const used = status === 'accepted';
  return (
    <AuthCard title={TITLES[status]} org={org} description={sentence(offer)}>
      <div className="grid gap-2">
        {used ? (
          <LinkButton href={org.href} external variant="primary" className="w-full">
            Go to {org.name}
          </LinkButton>
        ) : (
          <p className="mb-2 text-base text-ink-2">
            Ask {invitedBy}, or another admin of {org.name}, for a new one.
          </p>
        )}
        <LinkButton href={rootPaths.organizations} className="w-full">
          My organizations
        </LinkButton>
      </div>
    </AuthCard>
  );
}

const TITLES: Record<Offer['status'], string> = {
  pending: 'Invitation',
  accepted: 'This invitation was accepted',
  revoked: 'This invitation was withdrawn',
  expired: 'This invitation expired',
};

function sentence({ status, settledAt, expiresAt, org, email }: Offer): string {
  if (status === 'expired') return `It was good until ${day(expiresAt)}.`;
  const when = settledAt ? ` on ${day(settledAt)}` : '';
  return status === 'accepted'
    ? `${email} joined ${org.name} with it${when}. A link works once.`
    : `It was taken back${when}.`;
}
