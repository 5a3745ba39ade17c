import { Monitor, Smartphone } from 'lucide-react';
import { ActionButton } from '@/components/form/action-button';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { endDevice } from './actions';
import type { Device } from './device';
import { EndOthers } from './end-others';
import type { Choosable } from './token-choice';

type DevicesProps = { devices: Device[]; tokens: Choosable[]; now: number };

/** Where the person is signed in, this device first, with a way to sign out each of the others. */
export function Devices({ devices, tokens, now }: DevicesProps) {
  const sorted = devices.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <div className="grid justify-items-start gap-3">
      <ul className="w-full divide-y divide-line rounded-card border border-line">
        {sorted.map((device) => (
          <Row key={device.id} device={device} now={now} />
        ))}
      </ul>
      {devices.length > 1 || tokens.length > 0 ? <EndOthers tokens={tokens} /> : null}
    </div>
  );
}

function Row({ device, now }: { device: Device; now: number }) {
  const { id, name, mobile, ip, signedInAt, lastSeenAt, current } = device;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <span className="text-ink-3">{mobile ? <Smartphone aria-hidden /> : <Monitor aria-hidden />}</span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-ink">
          {name} {current ? <Badge tone="accent">This device</Badge> : null}
        </p>
        <p className="text-ink-3">
          {current ? (
            'Here now'
          ) : (
            <>
              Last seen <RelativeTime at={lastSeenAt} now={now} />
            </>
          )}{' '}
          · signed in <RelativeTime at={signedInAt} now={now} /> · <span className="break-all">{ip}</span>
        </p>
      </div>
      {current ? null : (
        <ActionButton
          action={endDevice}
          input={{ id }}
          doneMessage="Signed out"
          size="sm"
          aria-label={`Sign out ${name}`}
        >
          Sign out
        </ActionButton>
      )}
    </li>
  );
}
