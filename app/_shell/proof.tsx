'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { proofAsked, settleProof, subscribeToProof } from '@/components/form/proof-store';
import { onDemand } from '@/components/ui/on-demand';
import { toast } from '@/components/ui/toast-store';
import { CONFIRMED } from '@/lib/routes';

// Wanted once in a blue moon: no page loads it before.
const dialog = onDemand(() => import('./proof-dialog'));

/**
 * Asks who is there when an action needs that proved again (see withProof). Once in each frame, so that it has its color.
 * @param elsewhere the page of the root host that asks instead, on hosts where no password may be entered
 */
export function Proof({ elsewhere }: { elsewhere?: string }) {
  useEffect(() => {
    if (window.location.hash !== CONFIRMED) return;
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    toast({
      title: 'You confirmed that it’s you',
      description: 'Repeat what you were doing. You have a few minutes before we ask again.',
      tone: 'green',
      duration: 10_000,
    });
  }, []);
  const what = useSyncExternalStore(subscribeToProof, proofAsked, () => null);
  const asked = what !== null;
  const part = dialog.usePart({ wanted: asked, open: asked, close: () => settleProof(false) });
  return what && part ? <part.ProofDialog what={what} elsewhere={elsewhere} /> : null;
}
