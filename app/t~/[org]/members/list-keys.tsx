'use client';

import { useEffect } from 'react';
import { isTyping } from '@/components/ui/is-typing';

/**
 * Keys of a list: j and k go from row to row, x selects, Enter opens the row's menu. They move the real focus, so
 * that what one sees is what the next key acts on.
 */
export function ListKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
      if (isText(event.target) || document.querySelector('[role=dialog],[role=menu],[role=listbox]')) return;
      const boxes = [...document.querySelectorAll<HTMLInputElement>('td [data-row-check]')];
      const at = boxes.findIndex((box) => box.closest('tr')?.contains(document.activeElement));
      const box = boxes[at];
      if (event.key === 'j' || event.key === 'k') {
        const next = boxes[event.key === 'j' ? Math.min(at + 1, boxes.length - 1) : Math.max(at - 1, 0)];
        next?.focus();
        next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
      } else if (event.key === 'x' && box) box.click();
      else if (event.key === 'Enter' && box && document.activeElement === box) openMenu(box);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

// A checkbox is an input, but nothing is typed into it.
const isText = (target: EventTarget | null) =>
  isTyping(target) && !(target instanceof HTMLInputElement && target.type === 'checkbox');

/** As its own Enter would: a menu listens to keys and pointers, not to clicks. */
function openMenu(box: HTMLElement) {
  const trigger = box.closest('tr')?.querySelector<HTMLElement>('[data-row-menu]');
  trigger?.focus();
  trigger?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
}
