'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { OrgMark } from '@/components/ui/avatar';
import { Kbd } from '@/components/ui/kbd';
import { usePortal } from '@/components/ui/portal';
import type { OrgEntry } from './org-entry';
import { PaletteGroupView } from './palette-group';
import type { PaletteGroup, PaletteItem, PaletteSource } from './palette-item';
import { ranked } from './rank';
import { usePaletteSearch } from './use-palette-search';

// More than this in a group is a search not finished typing.
const GROUP_LIMIT = 8;
const UNASKED_ORGS = 5;

type PaletteDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pages: PaletteItem[];
  acts: PaletteItem[];
  orgs: OrgEntry[] | null;
  loadOrgs: () => void;
  sources: PaletteSource[];
  onChoose: (item: PaletteItem, newTab: boolean) => void;
};

/** The palette's window: at the top third of the screen, the whole width of a phone's. */
export function PaletteDialog({ open, onOpenChange, ...props }: PaletteDialogProps) {
  const container = usePortal();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal container={container}>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in" />
        <div className="pointer-events-none fixed inset-0 z-50 grid items-start justify-items-center p-2 sm:pt-[14vh]">
          <Radix.Content
            aria-describedby={undefined}
            className="pointer-events-auto w-full overflow-hidden rounded-card bg-raised shadow-dialog outline-none data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in sm:max-w-[600px]"
          >
            <Radix.Title className="sr-only">Search and commands</Radix.Title>
            <Palette {...props} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette({
  pages,
  acts,
  orgs,
  loadOrgs,
  sources,
  onChoose,
}: Omit<PaletteDialogProps, 'open' | 'onOpenChange'>) {
  const [query, setQuery] = useState('');
  const newTab = useRef(false);
  const found = usePaletteSearch(sources, query);
  useEffect(() => {
    if (orgs === null) loadOrgs();
  }, [orgs, loadOrgs]);
  const local = useMemo(() => localGroups(query, pages, acts, orgs ?? []), [query, pages, acts, orgs]);
  const groups = query.trim() ? [...local, ...found] : local;
  const waiting = found.some((group) => group.pending);
  const empty = groups.every((group) => group.items.length === 0 && !group.failed) && !waiting;

  const onKeyDown = (event: KeyboardEvent) => {
    newTab.current = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
  };
  return (
    <Command
      shouldFilter={false}
      loop
      label="Search and commands"
      onKeyDownCapture={onKeyDown}
      onPointerDownCapture={(event) => {
        newTab.current = event.metaKey || event.ctrlKey;
      }}
    >
      <div className="flex items-center gap-3 border-b border-line px-4 text-ink-3">
        <Search />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder="Go to, switch, find, do"
          className="h-12 w-full min-w-0 bg-transparent text-base text-ink outline-none pointer-coarse:text-touch"
        />
        <Kbd keys="esc" className="pointer-coarse:hidden" />
      </div>
      <Command.List className="max-h-[min(26rem,60dvh)] scroll-py-2 overflow-y-auto overscroll-contain p-1.5">
        {groups.map((group) => (
          <PaletteGroupView
            key={group.heading}
            group={group}
            onChoose={(item) => onChoose(item, newTab.current)}
          />
        ))}
        {empty ? (
          <p className="px-3 py-10 text-center text-ink-2">
            Nothing here answers to “{query.trim()}”. Try another word or fewer.
          </p>
        ) : null}
      </Command.List>
      <div className="flex items-center gap-4 border-t border-line px-4 py-2 text-xs text-ink-3 pointer-coarse:hidden">
        <span className="flex items-center gap-1.5">
          <Kbd keys="up down" /> move
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="enter" /> open
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="mod enter" /> in a new tab
        </span>
      </div>
    </Command>
  );
}

function localGroups(
  query: string,
  pages: PaletteItem[],
  acts: PaletteItem[],
  orgs: OrgEntry[],
): PaletteGroup[] {
  const asked = query.trim().length > 0;
  const find = (items: PaletteItem[], limit: number) =>
    ranked(items, query, (item) => [item.label, item.detail, item.keywords]).slice(0, limit);
  const others = orgs.filter((org) => !org.current).map(orgItem);
  const groups = [
    { heading: 'Acts', items: find(acts, asked ? GROUP_LIMIT : acts.length) },
    { heading: 'Go to', items: find(pages, asked ? GROUP_LIMIT : pages.length) },
    { heading: 'Switch organization', items: find(others, asked ? GROUP_LIMIT : UNASKED_ORGS) },
  ];
  return groups.filter((group) => group.items.length > 0);
}

function orgItem(org: OrgEntry): PaletteItem {
  return {
    id: `org-${org.id}`,
    label: org.name,
    detail: org.role,
    href: org.href,
    keywords: org.host,
    icon: <OrgMark name={org.name} color={org.color} src={org.iconUrl} size={20} />,
  };
}
