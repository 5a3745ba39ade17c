'use client';

import { useEffect, useState } from 'react';

const PAUSE_MS = 160;

type State<One> = { found: One[]; asked: string; failed: boolean };

/** What answers to `text`, asked once one pauses; what answered to the text before stays in sight until then. */
export function useFound<One>(text: string, find: (text: string) => Promise<One[]>): State<One> {
  const [state, setState] = useState<State<One>>({ found: [], asked: '', failed: false });
  useEffect(() => {
    if (!text) {
      setState({ found: [], asked: '', failed: false });
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      find(text).then(
        (found) => stale || setState({ found, asked: text, failed: false }),
        // Said in the list, with what to do.
        () => stale || setState({ found: [], asked: text, failed: true }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, find]);
  return state;
}
