'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { SecretOnce } from '@/components/ui/secret-once';
import type { RelayLine } from '@/lib/shell/relay-line';
import { replaceRelaySecret } from '../actions';

type RelaySecretProps = { line: RelayLine; now: number; mayRotate: boolean };

/** The end of the secret, to tell it by, and the way to a new one. */
export function RelaySecret({ line, now, mayRotate }: RelaySecretProps) {
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const router = useRouter();
  const { run, pending, error, reset } = useAction(replaceRelaySecret, {
    onDone: (data) => {
      setAsking(false);
      if (data) setSecret(data.secret);
    },
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <Code>{`whsec_…${line.tail}`}</Code>
        {line.oldSecretUntil ? (
          <p className="mt-1 text-ink-2">
            The one before still counts, until <RelativeTime at={line.oldSecretUntil} now={now} />.
          </p>
        ) : null}
      </div>
      {mayRotate ? (
        <Button icon={<RotateCw />} onClick={() => setAsking(true)}>
          Replace…
        </Button>
      ) : null}
      {asking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            reset();
            setAsking(open);
          }}
          title="Replace the secret?"
          act="Replace it"
          tone="primary"
          pending={pending}
          error={error}
          onConfirm={() => run({ relay: line.id })}
        >
          <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
            <li>You see the new one once.</li>
            <li>For a day both count: calls carry both signatures, and either is taken.</li>
          </ul>
        </ConfirmDialog>
      ) : null}
      <SecretOnce
        open={secret !== null}
        onClose={() => {
          setSecret(null);
          router.refresh();
        }}
        title="The new secret"
        secret={secret ?? ''}
        label="secret"
      />
    </div>
  );
}
