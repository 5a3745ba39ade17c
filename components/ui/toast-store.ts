'use client';

export type ToastTone = 'neutral' | 'green' | 'red';

export type ToastInput = {
  title: string;
  description?: string;
  tone?: ToastTone;
  /** One thing to do about it: Undo, Try again, View. */
  action?: { label: string; onClick: () => void };
  /** The code that support can search for. */
  code?: string;
  /** Milliseconds on screen; the default is 5 s, 10 s with an action or an error. */
  duration?: number;
};

export type Toast = ToastInput & { id: number; open: boolean };

const LIMIT = 4;
// Long enough for the closing animation.
const REMOVE_AFTER = 400;

let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Shows a quiet message in the corner and returns its id. Callable from any client code. */
export function toast(input: ToastInput): number {
  const id = nextId++;
  publish([...toasts, { ...input, id, open: true }].slice(-LIMIT));
  return id;
}

/** Takes a toast away; an id that is gone is fine. */
export function dismissToast(id: number): void {
  publish(toasts.map((item) => (item.id === id ? { ...item, open: false } : item)));
  setTimeout(() => publish(toasts.filter((item) => item.id !== id)), REMOVE_AFTER);
}

/** For useSyncExternalStore: calls `listener` at each change, returns the way to stop. */
export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The toasts there are, the same array until something changes. */
export function currentToasts(): Toast[] {
  return toasts;
}

/** Whether this is in a toast: toasts lie over everything, and a click on one is no click beside a dialog. */
export function isOnToast(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-toasts]') !== null;
}

function publish(next: Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}
