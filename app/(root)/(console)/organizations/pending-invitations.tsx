'use client';

import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { OrgMark } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { acceptMyInvitation } from './actions';
import type { Waiting } from './waiting';

/** Invitations that wait for me, above my organizations. "Not now" puts one away until the next visit. */
export function PendingInvitations({ invitations }: { invitations: Waiting[] }) {
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const shown = invitations.filter(({ invitationId }) => !away.has(invitationId));
  if (shown.length === 0) return null;
  return (
    <Panel
      title={shown.length === 1 ? 'An invitation waits for you' : `${shown.length} invitations wait for you`}
      flush
    >
      <ul className="divide-y divide-line">
        {shown.map((invitation) => (
          <Row
            key={invitation.invitationId}
            invitation={invitation}
            onNotNow={() => setAway(new Set([...away, invitation.invitationId]))}
          />
        ))}
      </ul>
    </Panel>
  );
}

const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
/** A day and its month in one line. */
const day = (iso: string) => DAY.format(new Date(iso)).replace(' ', '\u00a0');

function Row({ invitation, onNotNow }: { invitation: Waiting; onNotNow: () => void }) {
  const { org, role, places, invitedBy, expiresAt, orgId, invitationId } = invitation;
  const { run, pending, error } = useAction(acceptMyInvitation, {
    onDone: (data) => data && window.location.assign(data.href),
  });
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
        <OrgMark name={org.name} color={org.color} src={org.iconUrl} size={32} />
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate font-medium text-ink">{org.name}</p>
          <p className="text-ink-2">
            {invitedBy} invites you as {role.toLowerCase()}
            {places.length ? ` into ${AND.format(places)}` : null}, until {day(expiresAt)}
          </p>
        </div>
        <div className="flex gap-2">
          <Button variant="ghost" onClick={onNotNow} aria-label={`Not now: ${org.name}`}>
            Not now
          </Button>
          <Button
            variant="primary"
            pending={pending}
            onClick={() => run({ orgId, invitationId })}
            aria-label={`Accept the invitation to ${org.name}`}
          >
            Accept
          </Button>
        </div>
      </div>
      <FormError error={error} />
    </li>
  );
}
