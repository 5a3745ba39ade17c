import type { ReactNode } from 'react';

/** One line of the command palette: somewhere to go, or something to do. */
export type PaletteItem = {
  id: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  /** Where it leads; an absolute address is another host. */
  href?: string;
  /** What it does, instead of leading somewhere. */
  run?: () => void;
  /** As in Kbd: "c", "g m". Bound while the palette is on the page. */
  shortcut?: string;
  /** Other words it is found by. */
  keywords?: string;
};

/** A heading and its lines. */
export type PaletteGroup = { heading: string; items: PaletteItem[]; pending?: boolean; failed?: boolean };

/** Finds lines on the server while one types: members, contacts... */
export type PaletteSource = { heading: string; search: (query: string) => Promise<PaletteItem[]> };
