'use client';

import { type Ref, type RefObject, useImperativeHandle, useRef, useState } from 'react';
import { onDemand } from './on-demand';

const parts = onDemand(() => import('./surface-parts'));

type Control = { open?: boolean; onOpenChange?: (open: boolean) => void };

/**
 * Something that opens over the page. Its code is fetched when a pointer or the focus nears the trigger (`near`), at
 * the latest when it opens. The trigger is drawn by whoever uses this, before the code is there and after: it is one
 * and the same element, and keeps focus and hover.
 */
export function useSurface({ open: told, onOpenChange }: Control = {}) {
  const [own, setOwn] = useState(false);
  const [wanted, setWanted] = useState(false);
  const trigger = useRef<HTMLElement>(null);
  const open = told ?? own;
  // Wanted once is wanted for good: closing has an animation, and gives the focus back.
  if (open && !wanted) setWanted(true);
  const setOpen = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const radix = parts.usePart({ wanted: wanted || open, open, close: () => setOpen(false) });
  const near = () => setWanted(true);
  return { radix, open, setOpen, trigger, near: { onPointerEnter: near, onFocus: near } };
}

/** The parts, inside of something that is open. */
export function openParts() {
  const there = parts.now();
  if (!there) throw new Error('A part of a menu or dialog stands outside of one.');
  return there;
}

type StandInProps = { target: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> };

/** Takes the place of a trigger that is drawn elsewhere: Radix measures, and gives the focus back to, that one. */
export function StandIn({ target, ref }: StandInProps) {
  useImperativeHandle(ref, () => target.current as HTMLElement);
  return null;
}
