'use client';

import { useState } from 'react';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import { orgPaths } from '@/lib/routes';
import type { RelayLine } from '@/lib/shell/relay-line';
import { deleteRelay } from '../actions';

/** The end of the page: removing the relay, after saying what goes with it. */
export function RemoveRelay({ line }: { line: RelayLine }) {
  const [asking, setAsking] = useState(false);
  const { id: relay, name, waiting } = line;
  return (
    <DangerZone>
      <DangerRow
        title="Remove this relay"
        description="Its secret, its log and what still waits go with it."
        action={
          <Button variant="danger" onClick={() => setAsking(true)}>
            Remove…
          </Button>
        }
      />
      {asking ? (
        <ConfirmAction
          open
          onOpenChange={setAsking}
          action={deleteRelay}
          input={{ relay }}
          doneHref={orgPaths.relays}
          title={`Remove ${name}?`}
          act={`Remove ${name}`}
        >
          <ul className="grid list-disc gap-1.5 pl-4 text-ink-2 marker:text-ink-3">
            <li>
              {waiting === 0
                ? 'Nothing waits to be sent.'
                : waiting === 1
                  ? 'One event that waits is never sent.'
                  : `${waiting.toLocaleString('en')} events that wait are never sent.`}
            </li>
            <li>Its incoming address answers no more, and its log is gone.</li>
          </ul>
        </ConfirmAction>
      ) : null}
    </DangerZone>
  );
}
