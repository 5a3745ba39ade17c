'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { toast } from './toast-store';

type Want = {
  /** It may be needed soon. */
  wanted: boolean;
  /** Somebody waits for it. If it can't be had, they are told, and `close` is called. */
  open: boolean;
  close: () => void;
};

/**
 * Code that a page fetches when it is first wanted, and never before. Once there it is there at once for everybody. A
 * fetch that failed is tried again by the next who asks.
 */
export function onDemand<T>(load: () => Promise<T>) {
  let part: T | null = null;
  let coming: Promise<boolean> | null = null;
  const listeners = new Set<() => void>();

  const fetch = (): Promise<boolean> => {
    coming ??= load().then(
      (loaded) => {
        part = loaded;
        for (const listener of listeners) listener();
        return true;
      },
      () => {
        coming = null;
        return false;
      },
    );
    return coming;
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  /** The code, or null while it isn't wanted or not there yet. */
  const usePart = ({ wanted, open, close }: Want): T | null => {
    const whenMissing = useRef(close);
    useEffect(() => {
      whenMissing.current = close;
    });
    useEffect(() => {
      if (!wanted) return;
      fetch().then((there) => {
        if (there || !open) return;
        whenMissing.current();
        sayItFailed();
      });
    }, [wanted, open]);
    return useSyncExternalStore(
      subscribe,
      () => (wanted ? part : null),
      () => null,
    );
  };
  return { usePart, now: () => part };
}

function sayItFailed() {
  toast({
    title: 'The server could not be reached',
    description: 'Check your connection, then reload the page.',
    tone: 'red',
    action: { label: 'Reload', onClick: () => window.location.reload() },
  });
}
