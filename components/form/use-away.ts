'use client';

import { useState } from 'react';
import type { Action } from './action-result';
import { useAction } from './use-action';

/** As useAction, for an act after which one is elsewhere: its answer says where, and it is pending until one is there. */
export function useAway<Input>(action: Action<Input, { href: string }>) {
  const [going, setGoing] = useState(false);
  const { pending, ...rest } = useAction(action, {
    onDone: (data) => {
      setGoing(true);
      if (data) window.location.assign(data.href);
    },
  });
  return { ...rest, pending: pending || going };
}
