'use client';

import { Search } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { openPalette } from './palette-store';

/** Opens the command palette; `compact` shows the icon alone. */
export function SearchButton({ compact }: { compact?: boolean }) {
  if (compact) {
    return (
      <IconButton
        label="Search"
        icon={<Search />}
        shortcut="mod k"
        side="bottom"
        className="ml-auto"
        onClick={openPalette}
      />
    );
  }
  return (
    <button
      type="button"
      onClick={openPalette}
      className="flex h-8 w-full items-center gap-2.5 rounded-control border border-line-strong bg-field px-2 text-left text-ink-3 shadow-control transition-[border-color] hover:border-line-control"
    >
      <Search />
      <span className="flex-1">Search</span>
      <Kbd keys="mod k" />
    </button>
  );
}
