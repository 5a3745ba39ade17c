'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { toast } from '@/components/ui/toast-store';
import type { Action, ActionError, ActionResult } from './action-result';
import { withProof } from './proof-store';
import { refusalIn } from './refusal-in';

type Options<T> = {
  /** Runs after it worked, before the button is idle again. */
  onDone?: (data: T | undefined, message?: string) => void;
  /** A quiet toast after it worked; an action's own message wins. */
  doneMessage?: string;
};

/**
 * Calls a server action once at a time. Refusals land in `error` and `fields`; an action that threw (no
 * network, a crash) says so in a toast that offers another try. `run` resolves to the action's result,
 * or to null when it threw or another call was still on its way. An act that needs a fresh proof of who is there asks for it,
 * and goes on.
 */
export function useAction<Input, T = unknown>(action: Action<Input, T>, options: Options<T> = {}) {
  const [pending, startTransition] = useTransition();
  const [error, setError] = useState<ActionError | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const busy = useRef(false);
  const latest = useRef({ action, options });
  useEffect(() => {
    latest.current = { action, options };
  });

  const once = useCallback((input: Input, again: () => void): Promise<ActionResult<T> | null> => {
    if (busy.current) return Promise.resolve(null);
    busy.current = true;
    return new Promise((resolve) => {
      startTransition(async () => {
        let result: ActionResult<T> | null = null;
        try {
          result = await latest.current.action(input);
        } catch (thrown) {
          result = refusalIn(thrown);
          if (!result) {
            busy.current = false;
            resolve(null);
            // A redirect() or forbidden() of the action is the router's to handle, not a failure.
            unstable_rethrow(thrown);
            sayItFailed(thrown, again);
            return;
          }
        }
        busy.current = false;
        setError(result.ok ? null : { code: result.code, message: result.message });
        setFields(result.ok ? {} : (result.fields ?? {}));
        if (result.ok) {
          const { onDone, doneMessage } = latest.current.options;
          const title = result.message ?? doneMessage;
          if (title) toast({ title, tone: 'green' });
          onDone?.(result.data, result.message);
        }
        resolve(result);
      });
    });
  }, []);

  const run = useCallback(
    (input: Input): Promise<ActionResult<T> | null> => withProof(() => once(input, () => run(input))),
    [once],
  );

  const reset = useCallback(() => {
    setError(null);
    setFields({});
  }, []);

  return { run, pending, error, fields, reset };
}

function sayItFailed(thrown: unknown, again: () => void) {
  if (unstable_isUnrecognizedActionError(thrown)) {
    toast({
      title: 'This page is out of date',
      description: 'A new version is running. Reload to go on; copy what you typed first.',
      tone: 'red',
      action: { label: 'Reload', onClick: () => window.location.reload() },
      duration: Number.POSITIVE_INFINITY,
    });
    return;
  }
  const digest = thrown instanceof Error && 'digest' in thrown ? String(thrown.digest) : undefined;
  toast({
    title: digest ? 'The server could not finish this' : 'The server could not be reached',
    description: digest
      ? 'Try again. If it stays, send support the code.'
      : 'Check your connection, then try again. What you typed is still here.',
    tone: 'red',
    code: digest,
    action: { label: 'Try again', onClick: again },
  });
}
