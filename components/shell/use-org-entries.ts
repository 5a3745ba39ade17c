'use client';

import { useCallback, useRef, useState } from 'react';
import type { OrgEntry } from './org-entry';

export type OrgEntries = {
  /** null until they arrived for the first time. */
  entries: OrgEntry[] | null;
  failed: boolean;
  fetch: () => void;
};

/** Loads my organizations when asked, once at a time; those of the last time stay in sight meanwhile. */
export function useOrgEntries(load: () => Promise<OrgEntry[]>): OrgEntries {
  const [entries, setEntries] = useState<OrgEntry[] | null>(null);
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const fetch = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setFailed(false);
    try {
      setEntries(await load());
    } catch {
      // Shown in the list, with a way to try again.
      setFailed(true);
    } finally {
      busy.current = false;
    }
  }, [load]);
  return { entries, failed, fetch };
}
