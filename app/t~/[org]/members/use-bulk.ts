'use client';

import { useState, useTransition } from 'react';
import type { ActionResult } from '@/components/form/action-result';
import { withProof } from '@/components/form/proof-store';
import { useSelection } from '@/components/table/selection';
import { toast } from '@/components/ui/toast-store';
import type { Role } from '@/lib/access/permissions';
import type { Told } from './told';

type Act = () => Promise<ActionResult<Told[]>>;
type How = {
  /** What was done, for `n` of them. */
  did: (n: number) => string;
  /** Gives these their role back. */
  undo?: (ids: string[], role: Role) => Promise<ActionResult<Told[]>>;
  /** The role they got: who had it before has nothing to undo. */
  to?: Role;
};

export type ResultsShown = { title: string; outcomes: Told[]; canUndo: boolean };

/**
 * Runs an act on many. All done: a toast, with undo where there is one. Otherwise a dialog that says of each what
 * became of it.
 */
export function useBulk() {
  const { clear } = useSelection();
  const [pending, start] = useTransition();
  const [results, setResults] = useState<ResultsShown | null>(null);
  const [back, setBack] = useState<(() => void) | null>(null);

  const once = (work: Act) =>
    new Promise<ActionResult<Told[]> | null>((resolve) => {
      start(async () => {
        try {
          resolve(await work());
        } catch {
          // A lost connection, not a refusal: what the server did is known after a reload.
          toast({
            title: 'The server could not be reached',
            description: 'Reload to see what was done, then try again.',
            tone: 'red',
            action: { label: 'Reload', onClick: () => window.location.reload() },
          });
          resolve(null);
        }
      });
    });

  const run = async (work: Act, then: (outcomes: Told[]) => void) => {
    const result = await withProof(() => once(work));
    if (result?.ok) then(result.data ?? []);
    else if (result) toast({ title: result.message, code: result.code, tone: 'red' });
  };

  const act = (work: Act, how: How) =>
    run(work, (outcomes) => {
      const done = outcomes.filter((outcome) => outcome.done);
      const changed = done.filter(({ before }) => before && before !== how.to);
      const undo = how.undo && changed.length ? () => takeBack(changed, how.undo) : null;
      setBack(() => undo);
      if (done.length === outcomes.length) {
        clear();
        const title = how.did(done.length);
        toast({ title, tone: 'green', ...(undo && { action: { label: 'Undo', onClick: undo } }) });
        return;
      }
      const title = done.length
        ? `${how.did(done.length)}, ${outcomes.length - done.length} not`
        : 'Nothing was changed';
      setResults({ title, outcomes, canUndo: undo !== null });
    });

  /** One call for each role that somebody had. */
  const takeBack = (changed: Told[], give: How['undo']) => {
    for (const role of new Set(changed.map(({ before }) => before))) {
      if (!role || !give) continue;
      const ids = changed.filter(({ before }) => before === role).map(({ id }) => id);
      run(
        () => give(ids, role),
        (outcomes) => {
          const failed = outcomes.filter(({ done }) => !done);
          if (failed.length) setResults({ title: 'Not all could be undone', outcomes, canUndo: false });
          else toast({ title: `${ids.length === 1 ? '1 role was' : `${ids.length} roles were`} given back` });
        },
      );
    }
  };

  const closeResults = () => {
    setResults(null);
    clear();
  };
  const undo = () => {
    closeResults();
    back?.();
  };
  return { pending, results, act, undo, closeResults };
}
