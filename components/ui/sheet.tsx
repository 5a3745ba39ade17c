'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { DialogCloseContext } from './dialog-context';
import { DialogTrigger } from './dialog-trigger';
import { IconButton } from './icon-button';
import { usePortal } from './portal';
import { StandIn, useSurface } from './surface';
import { isOnToast } from './toast-store';

type SheetProps = {
  title: string;
  /** Keeps the title for screen readers only, and no header. */
  bare?: boolean;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: 'left' | 'right' | 'bottom';
  children: ReactNode;
};

const SIDE = {
  left: 'inset-y-0 left-0 w-[min(300px,86vw)] data-[state=open]:animate-from-left data-[state=closed]:animate-to-left',
  right:
    'inset-y-0 right-0 w-full sm:w-[440px] data-[state=open]:animate-from-right data-[state=closed]:animate-to-right',
  bottom:
    'inset-x-0 bottom-0 max-h-[88dvh] rounded-t-card data-[state=open]:animate-from-bottom data-[state=closed]:animate-to-bottom',
};

/** A panel from an edge: navigation on small screens (left), details of a row (right). */
export function Sheet({ title, bare, trigger, side = 'right', children, ...control }: SheetProps) {
  const surface = useSurface(control);
  const { radix, open, setOpen } = surface;
  const container = usePortal();
  const button = trigger ? <DialogTrigger surface={surface}>{trigger}</DialogTrigger> : null;
  if (!radix) return button;
  const Radix = radix.Dialog;
  return (
    <>
      {button}
      <Radix.Root open={open} onOpenChange={setOpen}>
        {trigger ? (
          <Radix.Trigger asChild>
            <StandIn target={surface.trigger} />
          </Radix.Trigger>
        ) : null}
        <Radix.Portal container={container}>
          <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in" />
          <Radix.Content
            aria-describedby={undefined}
            onInteractOutside={(event) => {
              if (isOnToast(event.target)) event.preventDefault();
            }}
            className={cn(
              'fixed z-50 flex flex-col shadow-dialog outline-none',
              bare ? 'bg-canvas' : 'bg-raised',
              SIDE[side],
            )}
          >
            {bare ? (
              <Radix.Title className="sr-only">{title}</Radix.Title>
            ) : (
              <header className="flex items-center gap-3 border-b border-line px-5 py-2.5">
                <Radix.Title className="min-w-0 flex-1 truncate text-base font-semibold">{title}</Radix.Title>
                <IconButton label="Close" icon={<X />} className="-mr-2" onClick={() => setOpen(false)} />
              </header>
            )}
            <DialogCloseContext value={() => setOpen(false)}>
              <div className={cn('min-h-0 flex-1 overflow-y-auto', !bare && 'p-5')}>{children}</div>
            </DialogCloseContext>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </>
  );
}
