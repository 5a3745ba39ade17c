'use client';

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
