'use client';

import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { exact } from '@/components/ui/relative';
import { toast } from '@/components/ui/toast-store';
import { orgPaths } from '@/lib/routes';
import { verifyAuditLog } from './actions';

type Found = NonNullable<Extract<Awaited<ReturnType<typeof verifyAuditLog>>, { ok: true }>['data']>;

/** Checks every link of the chain on a click, and says what it found: how far it reaches back, and its head's hash. */
export function VerifyChain() {
  const [found, setFound] = useState<Found | null>(null);
  const { run, pending } = useAction(verifyAuditLog);
  const verify = async () => {
    const result = await run({});
    if (result?.ok && result.data) setFound(result.data);
    else if (result && !result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  return (
    <div className="grid max-w-[80ch] justify-items-start gap-3">
      <Button icon={<ShieldCheck />} pending={pending} onClick={verify}>
        {found ? 'Verify again' : 'Verify the log'}
      </Button>
      <div role="status" className="w-full">
        {found ? <Verdict found={found} /> : null}
      </div>
    </div>
  );
}

function Verdict({ found: { events, removed, since, hash, seq, fault, event } }: { found: Found }) {
  if (fault)
    return (
      <Callout tone="danger" title={`The chain is broken: ${fault}.`}>
        Somebody changed the log past Rowhouse. Export what is here and tell whoever runs this server.{' '}
        {event ? (
          <Link href={orgPaths.audit({ event })} className="text-accent-text underline underline-offset-2">
            Show the event
          </Link>
        ) : null}
      </Callout>
    );
  return (
    <Callout
      tone="success"
      title={
        events === 0
          ? 'No event yet, and none is missing'
          : `${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}, unbroken since ${since ? exact(since) : 'the first'}`
      }
    >
      {removed > 0 ? (
        <p>{removed.toLocaleString('en')} before them went for their age; the chain goes on from there.</p>
      ) : null}
      <p className="flex flex-wrap items-center gap-x-1">
        Head, number {seq.toLocaleString('en')}:
        <span className="min-w-0 font-mono text-xs break-all">{hash}</span>
        <CopyButton value={`${seq}:${hash}`} label="Copy number and hash" />
      </p>
      <p className="text-xs text-ink-3">
        Note it elsewhere: whoever has it can prove later that nothing up to here was changed.
      </p>
    </Callout>
  );
}
