'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { attach } from './attach';
import { cn } from './cn';
import { DialogCloseContext, useCloseDialog } from './dialog-context';
import { DialogTrigger } from './dialog-trigger';
import { IconButton } from './icon-button';
import { usePortal } from './portal';
import { StandIn, useSurface } from './surface';
import { isOnToast } from './toast-store';

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  size?: 'sm' | 'md' | 'lg';
  /** Buttons in a row at the end; inside a form use <DialogFooter> among the children. */
  footer?: ReactNode;
  /** Only its own buttons close it: no cross, no Escape, no click beside it. */
  locked?: boolean;
  children?: ReactNode;
};

const WIDTH = { sm: 'sm:max-w-[400px]', md: 'sm:max-w-[480px]', lg: 'sm:max-w-[640px]' };

/** To the field that is to be filled in, not to the cross: there, Enter would close it. */
function toFirstField(event: Event) {
  const field = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(
    'input:not([type=hidden], [type=checkbox], [type=radio], :disabled), textarea:not(:disabled)',
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** A dialog in the middle; on phones it rises from the bottom edge. Focus returns to the trigger. */
export function Dialog({
  title,
  description,
  trigger,
  footer,
  locked,
  size = 'md',
  children,
  ...control
}: DialogProps) {
  const surface = useSurface(control);
  const { radix, open, setOpen } = surface;
  const container = usePortal();
  const button = trigger ? <DialogTrigger surface={surface}>{trigger}</DialogTrigger> : null;
  if (!radix) return button;
  const Radix = radix.Dialog;
  const stay = (event: Event) => {
    if (locked) event.preventDefault();
  };
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
          <div className="pointer-events-none fixed inset-0 z-50 grid items-end justify-items-center sm:items-start sm:p-4 sm:pt-[12vh]">
            <Radix.Content
              onOpenAutoFocus={toFirstField}
              onEscapeKeyDown={stay}
              onInteractOutside={(event) => {
                if (locked || isOnToast(event.target)) event.preventDefault();
              }}
              {...(description ? {} : { 'aria-describedby': undefined })}
              className={cn(
                'pointer-events-auto flex max-h-[88dvh] w-full flex-col rounded-t-card bg-raised shadow-dialog sm:max-h-[76dvh] sm:rounded-card',
                'max-sm:data-[state=closed]:animate-to-bottom max-sm:data-[state=open]:animate-from-bottom',
                'outline-none sm:data-[state=closed]:animate-pop-out sm:data-[state=open]:animate-pop-in',
                WIDTH[size],
              )}
            >
              <header className="flex items-start gap-3 px-5 pt-4 pb-3">
                <div className="min-w-0 flex-1">
                  <Radix.Title className="text-base font-semibold text-balance text-ink">{title}</Radix.Title>
                  {description ? (
                    <Radix.Description className="mt-1 text-sm text-ink-2">{description}</Radix.Description>
                  ) : null}
                </div>
                {locked ? null : (
                  <IconButton
                    label="Close"
                    icon={<X />}
                    size="sm"
                    className="-mt-0.5 -mr-2 pointer-coarse:-mt-2.5"
                    onClick={() => setOpen(false)}
                  />
                )}
              </header>
              <div className="min-h-0 overflow-y-auto px-5 pb-5">
                <DialogCloseContext value={() => setOpen(false)}>
                  {children}
                  {footer ? <DialogFooter>{footer}</DialogFooter> : null}
                </DialogCloseContext>
              </div>
            </Radix.Content>
          </div>
        </Radix.Portal>
      </Radix.Root>
    </>
  );
}

/** The row of buttons at a dialog's end, main act last. Stays in sight while the body scrolls. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-5 -mx-5 mt-5 -mb-5 flex flex-wrap items-center justify-end gap-2 rounded-b-card border-t border-line bg-raised px-5 py-3 max-sm:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      {children}
    </div>
  );
}

/** Makes the one button inside close the dialog. */
export function DialogClose({ children }: { children: ReactNode }) {
  const close = useCloseDialog();
  return attach(children, { onClick: () => close?.() });
}
