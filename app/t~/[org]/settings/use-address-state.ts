'use client';

import { useEffect, useState } from 'react';
import { checkAddress } from './actions';

export type AddressState =
  | { kind: 'same' | 'checking' | 'free' }
  | { kind: 'refused'; why: string }
  /** The server could not be asked; changing it still can. */
  | { kind: 'unknown' };

const PAUSE_MS = 300;

/** Whether the organization can have `slug` instead of `current`, asked once typing pauses. */
export function useAddressState(slug: string, current: string): AddressState {
  const [asked, setAsked] = useState<{ slug: string; state: AddressState } | null>(null);
  useEffect(() => {
    if (slug === current) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const answer = await checkAddress({ slug }).catch(() => null);
      if (stale) return;
      const data = answer?.ok ? answer.data : undefined;
      const state: AddressState = !data
        ? { kind: 'unknown' }
        : data.free
          ? { kind: 'free' }
          : { kind: 'refused', why: data.why };
      setAsked({ slug, state });
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [slug, current]);
  if (slug === current) return { kind: 'same' };
  return asked?.slug === slug ? asked.state : { kind: 'checking' };
}
