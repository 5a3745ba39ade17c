'use client';

import type { ActionResult } from './action-result';

/** What a refusal asks for: the password, or a sign-in by other means. */
export type ProofAsked = 'password_required' | 'sign_in_required';

let asked: { what: ProofAsked; settle: (proved: boolean) => void } | null = null;
const listeners = new Set<() => void>();

/**
 * What `work` answers; when it was refused because it needs a fresh proof of who is there, the dialog asks for that, and
 * after it `work` is done again. Given up, the refusal stands.
 *
 * Not inside a transition: the dialog's own would not end before that one.
 */
export async function withProof<R extends ActionResult | null>(work: () => Promise<R>): Promise<R> {
  const result = await work();
  if (!result || result.ok || !isProof(result.code)) return result;
  return (await ask(result.code)) ? withProof(work) : result;
}

/** Ends the question that is open. */
export function settleProof(proved: boolean): void {
  const open = asked;
  publish(null);
  open?.settle(proved);
}

/** For useSyncExternalStore: calls `listener` at each change, returns the way to stop. */
export function subscribeToProof(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is asked for now; null when nothing is. */
export const proofAsked = (): ProofAsked | null => asked?.what ?? null;

const isProof = (code: string): code is ProofAsked =>
  code === 'password_required' || code === 'sign_in_required';

const ask = (what: ProofAsked) =>
  new Promise<boolean>((settle) => {
    settleProof(false);
    publish({ what, settle });
  });

function publish(next: typeof asked) {
  asked = next;
  for (const listener of listeners) listener();
}
