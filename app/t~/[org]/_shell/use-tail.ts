'use client';

import { useEffect, useRef, useState } from 'react';
import type { Moment } from '@/components/ui/relative';

const EVERY_MS = 2000;
const SHOWN = 200;

export type Tail<Line> = {
  lines: Line[];
  /** Came in while the reader holds still, and waits to be shown. */
  waiting: number;
  now: Moment;
  state: TailState;
};

/** `ended` for good: the reader may not read any more. `away`: the server does not answer just now. */
export type TailState = 'off' | 'live' | 'away' | 'ended';

type Options<Line> = {
  lines: Line[];
  /** Where to ask for what came in after a line; a new list is a new component. */
  hrefOf: (after: string | undefined) => string;
  now: Moment;
  on: boolean;
  hold: boolean;
};

/** The log as it grows: asks every two seconds while the tab is in sight. With `hold` what is shown stays as it is. */
export function useTail<Line extends { id: string }>({
  lines: first,
  hrefOf,
  now: start,
  on,
  hold,
}: Options<Line>): Tail<Line> {
  const [known, setKnown] = useState<Line[]>(first);
  const [shown, setShown] = useState<Line[]>(first);
  const [now, setNow] = useState<Moment>(start);
  const [state, setState] = useState<TailState>('off');
  const newest = useRef<string | undefined>(first[0]?.id);
  const asked = useRef(hrefOf); // filters are those of the mounted list

  useEffect(() => {
    if (!on) return setState((was) => (was === 'ended' ? was : 'off'));
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    const ask = async () => {
      // A tab that comes into sight again asks at once; one question at a time all the same.
      if (asking) return;
      asking = true;
      clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        const answer = await fetchTail<Line>(asked.current(newest.current), stop.signal);
        if (stop.signal.aborted) return;
        if (answer === 'refused') return setState('ended');
        setState(answer === 'unreached' ? 'away' : 'live');
        if (answer !== 'unreached') {
          setNow(answer.now);
          setKnown((before) => {
            const all = answer.more ? answer.lines : merged(answer.lines, before);
            newest.current = all[0]?.id ?? newest.current;
            return all;
          });
        }
      }
      asking = false;
      timer = setTimeout(ask, EVERY_MS);
    };
    setState('live');
    void ask();
    const onVisible = () => document.visibilityState === 'visible' && void ask();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [on]);

  useEffect(() => {
    if (!hold) setShown(known);
  }, [known, hold]);

  const have = new Set(shown.map(({ id }) => id));
  const waiting = hold ? known.filter(({ id }) => !have.has(id)).length : 0;
  return { lines: shown, waiting, now, state };
}

type Answer<Line> = { lines: Line[]; more: boolean; now: string };

async function fetchTail<Line>(
  href: string,
  signal: AbortSignal,
): Promise<Answer<Line> | 'refused' | 'unreached'> {
  try {
    const response = await fetch(href, { headers: { accept: 'application/json' }, signal });
    if (response.ok) return (await response.json()) as Answer<Line>;
    return [401, 403, 404].includes(response.status) ? 'refused' : 'unreached';
  } catch {
    return 'unreached';
  }
}

/** Both, each line once, newest first. A line that came in late takes its place. */
function merged<Line extends { id: string }>(fresh: Line[], before: Line[]): Line[] {
  const byId = new Map([...before, ...fresh].map((line) => [line.id, line]));
  if (byId.size === before.length) return before;
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, SHOWN);
}
