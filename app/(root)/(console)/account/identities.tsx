'use client';

import { ConfirmAction } from '@/components/form/confirm-action';
import { withProof } from '@/components/form/proof-store';
import { ProviderButton } from '@/components/shell/provider-button';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toast-store';
import { rootPaths } from '@/lib/routes';
import { connectProvider, disconnectProvider } from './actions';

/** A provider's account as the page shows it. Times are ISO 8601. */
export type Connected = { id: string; name: string; email: string; since: string; usedAt: string };

type IdentitiesProps = { connected: Connected[]; others: { id: string; name: string }[]; now: number };

/** The providers that the person signs in with, and those that could be added. */
export function Identities({ connected, others, now }: IdentitiesProps) {
  const begin = (provider: string) => async () => {
    const result = await withProof(() => connectProvider({ provider }));
    if (!result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
    return result.ok;
  };
  return (
    <div className="grid justify-items-start gap-3">
      {connected.length ? (
        <ul className="w-full divide-y divide-line rounded-card border border-line">
          {connected.map(({ id, name, email, since, usedAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-48">
                <p className="font-medium text-ink">{name}</p>
                <p className="text-ink-3">
                  <span className="break-all">{email}</span> · connected <RelativeTime at={since} now={now} />{' '}
                  · last used <RelativeTime at={usedAt} now={now} />
                </p>
              </div>
              <ConfirmAction
                trigger={<Button size="sm">Disconnect</Button>}
                action={disconnectProvider}
                input={{ id }}
                title={`Disconnect ${name}?`}
                description={`You can no longer sign in with ${name}. Devices that are signed in stay signed in.`}
                keeps="Your account, your organizations, and every other way to sign in."
                act={`Disconnect ${name}`}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {others.map(({ id, name }) => (
        <ProviderButton key={id} id={id} before={begin(id)} backTo={rootPaths.account}>
          Connect {name}
        </ProviderButton>
      ))}
    </div>
  );
}
