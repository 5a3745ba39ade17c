'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { buttonClass } from './button-class';
import { cn } from './cn';
import { Code } from './code';
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from './toast-store';

const NONE: Toast[] = [];

/** Shows what toast() was told. Once in the app; F8 moves focus here. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, () => NONE);
  return (
    <Radix.Provider swipeDirection="right" label="Message">
      {toasts.map((item) => (
        <ToastCard key={item.id} {...item} />
      ))}
      <Radix.Viewport className="fixed right-0 bottom-0 z-70 flex w-full flex-col gap-2 p-3 outline-none sm:w-[380px] sm:p-4" />
    </Radix.Provider>
  );
}

function ToastCard({ id, open, title, description, tone = 'neutral', action, code, duration }: Toast) {
  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) dismissToast(id);
      }}
      duration={duration ?? (action || tone === 'red' ? 10_000 : 5_000)}
      type={tone === 'red' ? 'foreground' : 'background'}
      className={cn(
        'flex items-start gap-2.5 rounded-card bg-raised py-2.5 pr-2 pl-3.5 shadow-float',
        'data-[state=closed]:animate-fade-out data-[state=open]:animate-rise-in',
        'data-[swipe=cancel]:translate-x-0 data-[swipe=cancel]:transition-transform data-[swipe=end]:animate-to-right data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)',
      )}
    >
      {tone === 'green' ? <CircleCheck className="mt-1.5 text-green" /> : null}
      {tone === 'red' ? <CircleAlert className="mt-1.5 text-red" /> : null}
      <div className="min-w-0 flex-1 py-1">
        <Radix.Title className="font-medium text-ink">{title}</Radix.Title>
        {description ? <Radix.Description className="text-ink-2">{description}</Radix.Description> : null}
        {code ? <Code className="mt-1 inline-block text-xs">{code}</Code> : null}
      </div>
      {action ? (
        <Radix.Action asChild altText={action.label}>
          <button
            type="button"
            onClick={action.onClick}
            className={cn(buttonClass({ variant: 'secondary', size: 'sm' }))}
          >
            {action.label}
          </button>
        </Radix.Action>
      ) : null}
      <Radix.Close
        aria-label="Dismiss"
        className={cn(buttonClass({ variant: 'ghost', size: 'sm', square: true }))}
      >
        <X />
      </Radix.Close>
    </Radix.Root>
  );
}
