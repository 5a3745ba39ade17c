'use client';

import { useLinkStatus } from 'next/link';
import { useEffect } from 'react';

// Quicker than this there is nothing to wait for.
const PATIENCE_MS = 150;

/** Marks the document as busy while the page that its link leads to is on its way. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => {
      document.documentElement.dataset.busy = '';
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      delete document.documentElement.dataset.busy;
    };
  }, [pending]);
  return null;
}
