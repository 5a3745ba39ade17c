'use client';

import { useState } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { Status, type Tone } from '@/components/ui/status';
import { orgPaths } from '@/lib/routes';
import { startAuditStream, stopAuditStream } from './actions';

/** A relay that the log goes out through. `relay` is a ULID. */
export type StreamLine = {
  relay: string;
  name: string;
  url: string;
  paused: boolean;
  failing: boolean;
  waiting: number;
  dead: number;
  /** The newest event is handed on. */
  upToDate: boolean;
};

type StreamsProps = { streams: StreamLine[]; choices: { value: string; label: string; hint: string }[] };

/** Where the log goes out to, how that fares, and one more address. */
export function Streams({ streams, choices }: StreamsProps) {
  const [relay, setRelay] = useState(choices[0]?.value ?? '');
  // The one that was chosen may stream by now.
  const chosen = choices.some(({ value }) => value === relay) ? relay : (choices[0]?.value ?? '');
  return (
    <div className="grid max-w-[80ch] justify-items-start gap-3">
      {streams.length ? (
        <ul className="w-full divide-y divide-line rounded-card border border-line">
          {streams.map((stream) => (
            <Row key={stream.relay} stream={stream} />
          ))}
        </ul>
      ) : null}
      {choices.length ? (
        <div className="flex w-full flex-wrap items-center gap-2">
          <Select
            options={choices}
            value={chosen}
            onValueChange={setRelay}
            aria-label="Relay to stream through"
            className="min-w-48"
          />
          <ActionButton action={startAuditStream} input={{ relay: chosen }}>
            Start streaming
          </ActionButton>
        </div>
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-ink-2">
          {streams.length
            ? 'Add a relay to stream to another address.'
            : 'Add a relay with the address of your service first. Its secret is shown once, there.'}
          <LinkButton href={orgPaths.relays} size="sm">
            Relays
          </LinkButton>
        </p>
      )}
    </div>
  );
}

function Row({ stream }: { stream: StreamLine }) {
  const { relay, name, url, waiting, dead } = stream;
  const { tone, says } = fares(stream);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-3 font-medium text-ink">
          <Link href={orgPaths.relay(relay)} className="hover:underline">
            {name}
          </Link>
          <Status tone={tone}>{says}</Status>
        </p>
        <p className="font-mono text-xs break-all text-ink-3">{url}</p>
        {waiting + dead > 0 ? (
          <p className="text-ink-3 tabular-nums">
            {waiting.toLocaleString('en')} waiting
            {dead ? `, ${dead.toLocaleString('en')} given up: send them again on its page` : ''}
          </p>
        ) : null}
      </div>
      <ConfirmAction
        trigger={
          <Button size="sm" aria-label={`Stop streaming through ${name}`}>
            Stop
          </Button>
        }
        action={stopAuditStream}
        input={{ relay }}
        title={`Stop streaming through ${name}?`}
        description="What happens from now on is not sent there. Started again later, it goes on with what happens then."
        keeps="The log itself, the relay, and what already waits to be sent."
        act="Stop streaming"
      />
    </li>
  );
}

function fares({ paused, failing, dead, upToDate }: StreamLine): { tone: Tone; says: string } {
  if (paused) return { tone: 'neutral', says: 'Relay paused' };
  if (failing || dead > 0) return { tone: 'amber', says: 'Failing' };
  return upToDate ? { tone: 'green', says: 'Up to date' } : { tone: 'blue', says: 'Sending' };
}
