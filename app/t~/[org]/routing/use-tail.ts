'use client';

import { useEffect, useRef, useState } from 'react';
import type { Moment } from '@/components/ui/relative';
import { orgPaths } from '@/lib/routes';
import type { RoutingLine } from '@/lib/shell/routing-line';

const EVERY_MS = 2000;
const SHOWN = 200;

export type Tail = {
  lines: RoutingLine[];
  /** Came in while the reader holds still, and waits to be shown. */
  waiting: number;
  now: Moment;
  /** `ended` for good: the reader may not read any more. `away`: the server does not answer just now. */
  state: 'off' | 'live' | 'away' | 'ended';
};

type Options = {
  lines: RoutingLine[];
  params: Record<string, string>;
  now: Moment;
  on: boolean;
  hold: boolean;
};

/** The log as it grows: asks every two seconds while the tab is in sight. With `hold` what is shown stays as it is. */
export function useTail({ lines: first, params, now: start, on, hold }: Options): Tail {
  const [known, setKnown] = useState<RoutingLine[]>(first);
  const [shown, setShown] = useState<RoutingLine[]>(first);
  const [now, setNow] = useState<Moment>(start);
  const [state, setState] = useState<Tail['state']>('off');
  const newest = useRef<string | undefined>(first[0]?.id);
  const asked = useRef(params); // filters are those of the mounted list

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
        const answer = await fetchTail(asked.current, newest.current, stop.signal);
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

type Answer = { lines: RoutingLine[]; more: boolean; now: string };

async function fetchTail(
  params: Record<string, string>,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Answer | 'refused' | 'unreached'> {
  try {
    const response = await fetch(orgPaths.routingTail({ ...params, after }), {
      headers: { accept: 'application/json' },
      signal,
    });
    if (response.ok) return (await response.json()) as Answer;
    return [401, 403, 404].includes(response.status) ? 'refused' : 'unreached';
  } catch {
    return 'unreached';
  }
}

/** Both, each line once, newest first. A line that came in late takes its place. */
function merged(fresh: RoutingLine[], before: RoutingLine[]): RoutingLine[] {
  const byId = new Map([...before, ...fresh].map((line) => [line.id, line]));
  if (byId.size === before.length) return before;
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, SHOWN);
}
