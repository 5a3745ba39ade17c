'use client';

import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Avatar } from '@/components/ui/avatar';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { assignWorker } from './actions';

const NOBODY = 'nobody';

type WorkerPanelProps = {
  desktop: string;
  name: string;
  worker: { id: string; name: string; since: number } | null;
  /** Who could work here, and at which desktop they do. */
  candidates: { id: string; name: string; at: string | null }[];
  may: boolean;
  now: number;
};

/** Who works at a desktop; choosing somebody else asks first when they would leave another desktop. */
export function WorkerPanel({ desktop, name, worker, candidates, may, now }: WorkerPanelProps) {
  const { run, pending } = useAction(assignWorker);
  const [moving, setMoving] = useState<{ id: string; name: string; from: string } | null>(null);
  const assign = async (to: string, move: boolean) => {
    const result = await run({ desktop, to: to === NOBODY ? '' : to, was: worker?.id ?? '', move });
    if (result && !result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
    const from = result?.ok ? result.data?.elsewhere : undefined;
    const who = candidates.find(({ id }) => id === to);
    setMoving(from && who ? { id: to, name: who.name, from } : null);
  };
  return (
    <Panel title="Who works here">
      <div className="flex flex-wrap items-center gap-3">
        {worker ? <Avatar name={worker.name} size={32} /> : null}
        <div className="min-w-0 flex-1 basis-40">
          <p className="truncate text-ink">{worker ? worker.name : 'Nobody'}</p>
          <p className="text-xs text-ink-3">
            {worker ? (
              <>
                assigned <RelativeTime at={worker.since} now={now} />
              </>
            ) : (
              'This desktop is free.'
            )}
          </p>
        </div>
        {may ? (
          <Select
            aria-label="Who works here"
            className="w-56 max-sm:w-full"
            disabled={pending}
            value={worker?.id ?? NOBODY}
            onValueChange={(to) => assign(to, false)}
            options={[
              { value: NOBODY, label: 'Nobody' },
              ...candidates.map(({ id, name: who, at }) => ({
                value: id,
                label: who,
                hint: at && id !== worker?.id ? `works at ${at}` : undefined,
              })),
            ]}
          />
        ) : null}
      </div>
      <ConfirmDialog
        open={moving !== null}
        onOpenChange={(open) => (open ? undefined : setMoving(null))}
        title={`Move ${moving?.name} to ${name}?`}
        description={`${moving?.name} works at ${moving?.from}, which becomes free. ${
          worker ? `${worker.name} has no desktop then.` : ''
        }`}
        act={`Move to ${name}`}
        tone="primary"
        pending={pending}
        onConfirm={() => moving && assign(moving.id, true)}
      />
    </Panel>
  );
}
