'use client';

import { lazy, Suspense, useSyncExternalStore } from 'react';
import { proofAsked, subscribeToProof } from '@/components/form/proof-store';

// Wanted once in a blue moon: no page loads it before.
const ProofDialog = lazy(() => import('./proof-dialog'));

/** Asks who is there when an act needs that proved anew (see withProof). Once in the app. */
export function Proof() {
  const what = useSyncExternalStore(subscribeToProof, proofAsked, () => null);
  return what ? (
    <Suspense>
      <ProofDialog what={what} />
    </Suspense>
  ) : null;
}
