'use client';

import { useEffect, useState } from 'react';
import type { PaletteGroup, PaletteSource } from './palette-item';

const DEBOUNCE_MS = 160;
const MIN_LENGTH = 2;

/** Asks every source for what was typed. Answers to something typed earlier are dropped. */
export function usePaletteSearch(sources: PaletteSource[], typed: string): PaletteGroup[] {
  const query = typed.trim();
  const [groups, setGroups] = useState<Record<string, PaletteGroup>>({});

  useEffect(() => {
    if (query.length < MIN_LENGTH) {
      setGroups({});
      return;
    }
    let current = true;
    const put = (heading: string, group: Partial<PaletteGroup>) => {
      if (!current) return;
      setGroups((now) => ({ ...now, [heading]: { items: [], ...now[heading], ...group, heading } }));
    };
    for (const { heading } of sources) put(heading, { pending: true, failed: false });
    const timer = setTimeout(() => {
      for (const { heading, search } of sources) {
        search(query).then(
          (items) => put(heading, { items, pending: false }),
          // Said in the group itself; the other groups go on.
          () => put(heading, { items: [], pending: false, failed: true }),
        );
      }
    }, DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [sources, query]);

  return sources.flatMap(({ heading }) => groups[heading] ?? []);
}
