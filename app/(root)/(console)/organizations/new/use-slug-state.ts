'use client';

import { useEffect, useState } from 'react';
import { checkSlug } from './actions';

export type SlugState =
  | { kind: 'idle' }
  | { kind: 'checking' }
  | { kind: 'free' }
  | { kind: 'refused'; why: string }
  /** The server could not be asked; founding still can. */
  | { kind: 'unknown' };

const PAUSE_MS = 300;

/** Whether `slug` can be had, asked once typing pauses. */
export function useSlugState(slug: string): SlugState {
  const [asked, setAsked] = useState<{ slug: string; state: SlugState }>({
    slug: '',
    state: { kind: 'idle' },
  });
  useEffect(() => {
    if (!slug) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await checkSlug({ slug }).catch(() => null);
      if (!stale) setAsked({ slug, state: stateOf(answer) });
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [slug]);
  if (!slug) return { kind: 'idle' };
  return asked.slug === slug ? asked.state : { kind: 'checking' };
}

function stateOf(answer: Awaited<ReturnType<typeof checkSlug>> | null): SlugState {
  if (!answer?.ok || !answer.data) return { kind: 'unknown' };
  return answer.data.free ? { kind: 'free' } : { kind: 'refused', why: answer.data.why };
}
