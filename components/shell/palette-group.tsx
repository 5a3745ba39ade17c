'use client';

import { Command } from 'cmdk';
import { ArrowRight } from 'lucide-react';
import { Kbd } from '@/components/ui/kbd';
import { Spinner } from '@/components/ui/spinner';
import type { PaletteGroup, PaletteItem } from './palette-item';

type PaletteGroupViewProps = { group: PaletteGroup; onChoose: (item: PaletteItem) => void };

/** One heading of the palette with its lines; a group that is still asking keeps its last ones in sight. */
export function PaletteGroupView({ group, onChoose }: PaletteGroupViewProps) {
  const { heading, items, pending, failed } = group;
  if (items.length === 0 && !pending && !failed) return null;
  return (
    <Command.Group
      heading={
        <span className="flex items-center gap-2 px-2.5 pt-2 pb-1 text-xs text-ink-3">
          {heading}
          {pending ? <Spinner className="size-3" /> : null}
        </span>
      }
    >
      {items.map((item) => (
        <Command.Item
          key={item.id}
          value={`${heading} ${item.id}`}
          onSelect={() => onChoose(item)}
          className="flex h-9 cursor-default items-center gap-3 rounded-control px-2.5 data-[selected=true]:bg-hover pointer-coarse:h-11"
        >
          <span className="grid w-5 shrink-0 place-items-center text-ink-3">
            {item.icon ?? <ArrowRight />}
          </span>
          <span className="truncate text-ink">{item.label}</span>
          {item.detail ? <span className="min-w-0 truncate text-ink-3">{item.detail}</span> : null}
          {item.shortcut ? <Kbd keys={item.shortcut} className="ml-auto pointer-coarse:hidden" /> : null}
        </Command.Item>
      ))}
      {failed ? (
        <p className="px-2.5 py-2 text-ink-2">This could not be searched just now. Type on to try again.</p>
      ) : null}
    </Command.Group>
  );
}
