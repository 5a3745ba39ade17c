/** Where EarlyKey's script keeps what it saw, on window. */
export const EARLY = 'rowhouseEarlyKey';

let open = false;
const listeners = new Set<() => void>();

/** Opens or closes the command palette, from anywhere on the page. */
export function setPaletteOpen(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

/** Opens the command palette. */
export function openPalette(): void {
  setPaletteOpen(true);
}

/** For useSyncExternalStore. */
export function subscribeToPalette(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the palette is open. */
export function isPaletteOpen(): boolean {
  return open;
}

/** Opens the palette if ⌘K was pressed before anybody could listen, and ends the listening for it. */
export function takeEarlyKey(): void {
  const page = window as unknown as Record<string, { pressed: boolean; stop: () => void } | undefined>;
  const early = page[EARLY];
  delete page[EARLY];
  early?.stop();
  if (early?.pressed) openPalette();
}
