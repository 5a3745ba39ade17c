'use client';

import { Check, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import type { Told } from './told';
import type { ResultsShown } from './use-bulk';

/** What became of each of many: first those for whom it was not done, with the reason. */
export function Results({
  title,
  outcomes,
  canUndo,
  undo,
  close,
}: ResultsShown & { undo: () => void; close: () => void }) {
  const failed = outcomes.filter(({ done }) => !done);
  const done = outcomes.filter(({ done }) => done);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={title}
      footer={
        <>
          {canUndo ? <Button onClick={undo}>Undo what was done</Button> : null}
          <DialogClose>
            <Button variant="primary">Close</Button>
          </DialogClose>
        </>
      }
    >
      <List label="Not done" outcomes={failed} />
      <List label="Done" outcomes={done} />
    </Dialog>
  );
}

function List({ label, outcomes }: { label: string; outcomes: Told[] }) {
  if (!outcomes.length) return null;
  return (
    <section className="not-first:mt-4">
      <h3 className="text-xs font-medium text-ink-3">
        {label} <span className="tabular-nums">{outcomes.length}</span>
      </h3>
      <ul className="mt-1 divide-y divide-line">
        {outcomes.map(({ id, label: name, done, why }) => (
          <li key={id} className="flex items-start gap-2 py-1.5">
            {done ? (
              <Check aria-hidden className="mt-0.5 text-green" />
            ) : (
              <X aria-hidden className="mt-0.5 text-red" />
            )}
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{name}</span>
              {why ? <span className="block text-ink-2">{why}</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
