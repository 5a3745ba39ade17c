'use client';

import { useEffect, useState } from 'react';

/**
 * The secret of a mailed link: everything after the #, which no server and no log has seen. It is taken out of the
 * address bar at once, and kept for this tab so that a reload still has it.
 * @param purpose under which name the tab keeps it
 * @returns undefined until the page runs, '' when there is none
 */
export function useFragmentSecret(purpose: string): string | undefined {
  const [secret, setSecret] = useState<string>();
  useEffect(() => {
    const key = `rowhouse ${purpose}`;
    const given = window.location.hash.slice(1);
    if (given) {
      window.sessionStorage.setItem(key, given);
      window.history.replaceState(null, '', window.location.pathname + window.location.search);
    }
    setSecret(given || (window.sessionStorage.getItem(key) ?? ''));
  }, [purpose]);
  return secret;
}

/** Forgets a secret that was used up. */
export const forgetSecret = (purpose: string): void =>
  window.sessionStorage.removeItem(`rowhouse ${purpose}`);
