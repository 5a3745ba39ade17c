'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd';
import { usePortal } from './portal';

type TooltipProps = {
  content: ReactNode;
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One focusable element that takes a ref. */
  children: ReactNode;
};

/** A short explanation on hover and focus. Never the only place where something needed is said. */
export function Tooltip({ content, shortcut, side = 'top', children }: TooltipProps) {
  const container = usePortal();
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        // A dialog that puts the focus somewhere must not open a tooltip there; the Tab key does.
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-80 flex max-w-64 items-center gap-2 rounded-control bg-raised px-2 py-1 text-xs text-balance text-ink shadow-float data-[state=closed]:animate-fade-out data-[state=delayed-open]:animate-fade-in"
        >
          {content}
          {shortcut ? <Kbd keys={shortcut} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
