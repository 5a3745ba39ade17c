'use client';

import type { ReactNode } from 'react';
import { attach } from './attach';
import type { useSurface } from './surface';

type DialogTriggerProps = {
  surface: Pick<ReturnType<typeof useSurface>, 'open' | 'setOpen' | 'trigger' | 'near'>;
  children: ReactNode;
};

/** The button that opens a dialog or sheet. */
export function DialogTrigger({ surface: { open, setOpen, trigger, near }, children }: DialogTriggerProps) {
  return attach(children, {
    ...near,
    onClick: () => setOpen(!open),
    ref: trigger,
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    'data-state': open ? 'open' : 'closed',
  });
}
