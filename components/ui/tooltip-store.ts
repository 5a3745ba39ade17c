'use client';

const DELAY_MS = 400;
// After one was shown, its neighbours show theirs at once.
const WARM_MS = 200;

export type ShownTooltip = { id: string; target: Element };

let shown: ShownTooltip | null = null;
let hiddenAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let byTab = false;
const listeners = new Set<() => void>();

/** Shows a tooltip at this element now. There is one at a time. */
export function showTooltip(id: string, target: Element): void {
  clearTimeout(timer);
  publish({ id, target });
}

/** Shows it once the pointer has rested, or at once right after another. */
export function showTooltipSoon(id: string, target: Element): void {
  const warm = shown || Date.now() - hiddenAt < WARM_MS;
  clearTimeout(timer);
  if (warm) showTooltip(id, target);
  else timer = setTimeout(() => showTooltip(id, target), DELAY_MS);
}

/** Takes this tooltip away, or whichever is there, also one that would have come. */
export function hideTooltip(id = shown?.id): void {
  clearTimeout(timer);
  if (!shown || shown.id !== id) return;
  hiddenAt = Date.now();
  publish(null);
}

/** Whether the focus is where the Tab key put it: a menu or a dialog that moves it must not open a tooltip there. */
export const movedByTab = (): boolean => byTab;

const onKeyDown = ({ key }: KeyboardEvent) => {
  byTab = key === 'Tab';
};
const onPointerDown = () => {
  byTab = false;
};

/** For useSyncExternalStore. */
export function subscribeToTooltip(listener: () => void): () => void {
  listeners.add(listener);
  // The same listener is added once, however often.
  document.addEventListener('keydown', onKeyDown, true);
  document.addEventListener('pointerdown', onPointerDown, true);
  return () => listeners.delete(listener);
}

/** The one that is there. */
export function currentTooltip(): ShownTooltip | null {
  return shown;
}

function publish(next: ShownTooltip | null) {
  shown = next;
  for (const listener of listeners) listener();
}
