'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/ui/is-typing';

// How long the first key of a sequence like "g m" waits for the second.
const SEQUENCE_MS = 900;

/**
 * Binds shortcuts written as in Kbd: "mod k" (⌘ or Ctrl), "c", "g m" (g, then m). Plain keys are left
 * alone while somebody types or a dialog or menu is open.
 */
export function useShortcuts(shortcuts: Record<string, () => void>) {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    let first = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = event.key.toLowerCase();
      const mod = event.metaKey || event.ctrlKey;
      if (
        !mod &&
        (isTyping(event.target) || document.querySelector('[role=dialog],[role=menu],[role=listbox]'))
      )
        return;
      const bound = latest.current;
      const name = mod ? `mod ${key}` : bound[`${first} ${key}`] ? `${first} ${key}` : key;
      clearTimeout(timer);
      first = '';
      const run = bound[name];
      if (run) {
        event.preventDefault();
        run();
      } else if (!mod) {
        first = key;
        timer = setTimeout(() => {
          first = '';
        }, SEQUENCE_MS);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      clearTimeout(timer);
    };
  }, []);
}
