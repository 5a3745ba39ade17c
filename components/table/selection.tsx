'use client';

import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';

export type SelectionState = {
  /** The ids on this page, in the order of the rows. */
  ids: string[];
  /** Those that are selected, in the same order. */
  selected: string[];
  isSelected: (id: string) => boolean;
  /** Turns one over; with `range` also every row between it and the one before. */
  toggle: (id: string, range?: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
};

const Context = createContext<SelectionState | null>(null);

/**
 * Remembers which rows of a page are selected. What leaves the page leaves the selection: an act never
 * touches a row that isn't in sight.
 */
export function Selection({ ids, children }: { ids: string[]; children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);

  const state = useMemo<SelectionState>(() => {
    const selected = ids.filter((id) => chosen.has(id));
    return {
      ids,
      selected,
      isSelected: (id) => chosen.has(id),
      toggle(id, range) {
        const on = !chosen.has(id);
        const next = new Set(selected);
        for (const each of range ? between(ids, anchor.current, id) : [id]) {
          if (on) next.add(each);
          else next.delete(each);
        }
        anchor.current = id;
        setChosen(next);
      },
      toggleAll: () => setChosen(selected.length === ids.length ? new Set() : new Set(ids)),
      clear() {
        anchor.current = null;
        setChosen(new Set());
      },
    };
  }, [ids, chosen]);

  return <Context value={state}>{children}</Context>;
}

/** The selection around; throws outside of a Selection. */
export function useSelection(): SelectionState {
  const state = useContext(Context);
  if (!state) throw new Error('useSelection needs a <Selection> around it');
  return state;
}

function between(ids: string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  return a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
