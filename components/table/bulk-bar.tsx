'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { useSelection } from './selection';

type BulkBarProps = { noun: { one: string; many: string }; children: ReactNode };

/** Rises from the bottom while rows are selected: how many, what can be done with them, Esc to clear. */
export function BulkBar({ noun, children }: BulkBarProps) {
  const { selected, clear } = useSelection();
  const count = selected.length;

  useEffect(() => {
    if (count === 0) return;
    const onKey = (event: KeyboardEvent) => {
      // An open dialog or menu takes Escape first, and marks it.
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')
      )
        clear();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [count, clear]);

  return (
    <>
      <div role="status" className="sr-only">
        {count > 0 ? `${count} selected` : ''}
      </div>
      {count > 0 ? (
        <div className="pointer-events-none sticky bottom-0 z-30 flex justify-center py-4">
          {/* biome-ignore lint/a11y/useSemanticElements: acts on the selection, not a set of form fields */}
          <div
            role="group"
            aria-label="Acts on what is selected"
            className="pointer-events-auto flex max-w-full animate-rise-in flex-wrap items-center gap-2 rounded-card bg-raised p-1.5 pl-3.5 shadow-float max-sm:w-full"
          >
            <span className="mr-2 flex-1 font-medium whitespace-nowrap tabular-nums">
              {count} {count === 1 ? noun.one : noun.many}
            </span>
            <div className="flex flex-wrap gap-2 max-sm:order-1 max-sm:-ml-2 max-sm:basis-full">
              {children}
            </div>
            <IconButton label="Clear selection" shortcut="esc" icon={<X />} onClick={clear} />
          </div>
        </div>
      ) : null}
    </>
  );
}
