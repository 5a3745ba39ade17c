'use client';

import { ConfirmAction } from '@/components/form/confirm-action';
import { removeCustomDomain } from './actions';
import type { DomainLine } from './domain-line';

type RemoveDomainProps = {
  line: DomainLine;
  /** The subdomain, as a person reads it. */
  address: string;
  onOpenChange: (open: boolean) => void;
};

/** Asks before a domain is let go, saying what stops working. */
export function RemoveDomain({ line, address, onOpenChange }: RemoveDomainProps) {
  const { id, host, held, primary, state } = line;
  return (
    <ConfirmAction
      open
      onOpenChange={onOpenChange}
      action={removeCustomDomain}
      input={{ domain: id }}
      title={`Remove ${host}?`}
      act="Remove domain"
    >
      <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
        {held ? (
          <>
            <li>
              <span className="break-all text-ink">{host}</span> stops opening at once, and people signed in
              there sign in again at {address}.
            </li>
            <li>Links to it that were sent out or bookmarked stop working.</li>
            {primary ? <li>It’s the primary domain: the switcher leads to {address} again.</li> : null}
            <li>Any organization that proves it can have it from then on.</li>
          </>
        ) : (
          <li>
            {state === 'pending'
              ? 'The claim is withdrawn. Nothing was served there.'
              : 'It goes from this list.'}
          </li>
        )}
        <li>Its records in the DNS can go, too.</li>
      </ul>
    </ConfirmAction>
  );
}
