'use client';

import { useSyncExternalStore } from 'react';
import { proofAsked, settleProof, subscribeToProof } from '@/components/form/proof-store';
import { onDemand } from '@/components/ui/on-demand';

// Wanted once in a blue moon: no page loads it before.
const dialog = onDemand(() => import('./proof-dialog'));

/** Asks who is there when an act needs that proved anew (see withProof). Once in each frame, so that it has its colour. */
export function Proof() {
  const what = useSyncExternalStore(subscribeToProof, proofAsked, () => null);
  const asked = what !== null;
  const part = dialog.usePart({ wanted: asked, open: asked, close: () => settleProof(false) });
  return what && part ? <part.ProofDialog what={what} /> : null;
}
