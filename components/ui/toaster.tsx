'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { buttonClass } from './button-class';
import { cn } from './cn';
import { Code } from './code';
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from './toast-store';
import { useSwipeAway } from './use-swipe-away';

const NONE: Toast[] = [];

/**
 * Shows what toast() was told. Once in the app; F8 moves the focus here. Toasts stay while pointed at or focused, and
 * while the window is not looked at. Their code is on every page: they also tell that the server can't be reached.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, () => NONE);
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState(false);
  const [away, setAway] = useState(false);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => event.key === 'F8' && list.current?.focus();
    const leave = () => setAway(true);
    const back = () => setAway(false);
    document.addEventListener('keydown', onKey);
    window.addEventListener('blur', leave);
    window.addEventListener('focus', back);
    return () => {
      document.removeEventListener('keydown', onKey);
      window.removeEventListener('blur', leave);
      window.removeEventListener('focus', back);
    };
  }, []);

  const open = toasts.filter((item) => item.open);
  return (
    <section aria-label="Messages (F8)" data-toasts>
      <Spoken live="polite" item={open.findLast(({ tone }) => tone !== 'red')} />
      <Spoken live="assertive" item={open.findLast(({ tone }) => tone === 'red')} />
      <ol
        ref={list}
        tabIndex={-1}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
        className="pointer-events-none fixed right-0 bottom-0 z-70 flex w-full flex-col gap-2 p-3 outline-none sm:w-[380px] sm:p-4"
      >
        {toasts.map((item) => (
          <ToastCard key={item.id} {...item} paused={held || away} />
        ))}
      </ol>
    </section>
  );
}

/** Screen readers hear changes of a place that was there before them. */
function Spoken({ live, item }: { live: 'polite' | 'assertive'; item: Toast | undefined }) {
  return (
    <div aria-live={live} className="sr-only">
      {item ? `${item.title} ${item.description ?? ''}` : null}
    </div>
  );
}

type ToastCardProps = Toast & { paused: boolean };

function ToastCard({ id, open, title, description, tone = 'neutral', paused, ...more }: ToastCardProps) {
  const { action, code, duration = action || tone === 'red' ? 10_000 : 5_000 } = more;
  const left = useRef(duration);
  const dismiss = () => dismissToast(id);
  const swipe = useSwipeAway(dismiss);

  useEffect(() => {
    if (!open || paused || left.current === Number.POSITIVE_INFINITY) return;
    const since = Date.now();
    const timer = setTimeout(() => dismissToast(id), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= Date.now() - since;
    };
  }, [id, open, paused]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    dismiss();
  };
  return (
    <li
      {...swipe}
      onKeyDown={onKeyDown}
      data-state={open ? 'open' : 'closed'}
      className="pointer-events-auto flex touch-pan-y items-start gap-2.5 rounded-card bg-raised py-2.5 pr-2 pl-3.5 shadow-float data-[state=closed]:animate-fade-out data-[state=open]:animate-rise-in"
    >
      {tone === 'green' ? <CircleCheck className="mt-1.5 text-green" /> : null}
      {tone === 'red' ? <CircleAlert className="mt-1.5 text-red" /> : null}
      <div className="min-w-0 flex-1 py-1">
        <div className="font-medium text-ink">{title}</div>
        {description ? <div className="text-ink-2">{description}</div> : null}
        {code ? <Code className="mt-1 inline-block text-xs">{code}</Code> : null}
      </div>
      {action ? (
        <button
          type="button"
          onClick={() => {
            action.onClick();
            dismiss();
          }}
          className={cn(buttonClass({ variant: 'secondary', size: 'sm' }))}
        >
          {action.label}
        </button>
      ) : null}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={dismiss}
        className={cn(buttonClass({ variant: 'ghost', size: 'sm', square: true }))}
      >
        <X />
      </button>
    </li>
  );
}
