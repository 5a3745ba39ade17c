'use client';

import { type PointerEvent, useRef } from 'react';

const FAR_ENOUGH = 50;

/** A surface that a finger, or the mouse, pushes away to the right. Less than far enough, and it comes back. */
export function useSwipeAway(away: () => void) {
  const from = useRef<number | null>(null);
  const pushed = (event: PointerEvent) => Math.max(0, event.clientX - (from.current ?? event.clientX));
  const end = (event: PointerEvent<HTMLElement>) => {
    const far = pushed(event) > FAR_ENOUGH && event.type === 'pointerup';
    from.current = null;
    if (far) away();
    else event.currentTarget.style.translate = '';
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      // What it holds is pressed, not pushed; text can be selected with a mouse.
      if (event.pointerType !== 'mouse' && !(event.target as Element).closest('button, a'))
        from.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (from.current !== null) event.currentTarget.style.translate = `${pushed(event)}px`;
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
