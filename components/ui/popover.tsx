'use client';

import { type ReactNode, useId } from 'react';
import { attach } from './attach';
import { cn } from './cn';
import { usePortal } from './portal';
import { StandIn, useSurface } from './surface';

type PopoverProps = {
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A small surface beside its trigger. `label` names it for screen readers. */
export function Popover({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  className,
  children,
  ...control
}: PopoverProps) {
  const { radix, open, setOpen, near, ...surface } = useSurface(control);
  const container = usePortal();
  const id = useId();
  const button = attach(trigger, {
    ...near,
    onClick: () => setOpen(!open),
    ref: surface.trigger,
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
    'data-state': open ? 'open' : 'closed',
  });
  if (!radix) return button;
  const Radix = radix.Popover;
  return (
    <>
      {button}
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild>
          <StandIn target={surface.trigger} />
        </Radix.Trigger>
        <Radix.Portal container={container}>
          <Radix.Content
            id={id}
            aria-label={label}
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            className={cn(
              'z-60 w-72 max-w-[calc(100vw-1rem)] rounded-card bg-raised p-3 shadow-float outline-none',
              'data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in',
              className,
            )}
          >
            {children}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </>
  );
}
