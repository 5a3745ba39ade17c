'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { onDemand } from '@/components/ui/on-demand';
import type { OrgEntry } from './org-entry';
import type { PaletteItem, PaletteSource } from './palette-item';
import { isPaletteOpen, setPaletteOpen, subscribeToPalette, takeEarlyKey } from './palette-store';
import { useOrgEntries } from './use-org-entries';
import { useShortcuts } from './use-shortcuts';

const dialog = onDemand(() => import('./palette-dialog'));

export type CommandPaletteProps = {
  pages: (Omit<PaletteItem, 'id' | 'run'> & { href: string })[];
  /** What I may do here. */
  acts?: PaletteItem[];
  /** My organizations, asked for at the first opening. */
  loadOrgs?: () => Promise<OrgEntry[]>;
  searchMembers?: (query: string) => Promise<PaletteItem[]>;
  /** Further things to find on the server. Keep the array's identity from one render to the next. */
  sources?: PaletteSource[];
};

const NO_ORGS = () => Promise.resolve<OrgEntry[]>([]);
const NO_SOURCES: PaletteSource[] = [];

/** ⌘K: go to a page, switch organization, find a member, run an act. Once per page; also binds shortcuts. */
export function CommandPalette({
  pages,
  acts = [],
  loadOrgs,
  searchMembers,
  sources = NO_SOURCES,
}: CommandPaletteProps) {
  const open = useSyncExternalStore(subscribeToPalette, isPaletteOpen, () => false);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  const router = useRouter();
  const orgs = useOrgEntries(loadOrgs ?? NO_ORGS);
  const go = useGo(router.push);

  const toggle = (next: boolean) => {
    if (next && orgs.entries === null) orgs.fetch();
    setPaletteOpen(next);
  };
  const pageItems = pages.map((page) => ({ ...page, id: page.href }));
  useShortcuts({
    'mod k': () => toggle(!open),
    ...Object.fromEntries(
      [...pageItems, ...acts].flatMap((item) =>
        item.shortcut ? [[item.shortcut, () => go(item, false)]] : [],
      ),
    ),
  });

  useEffect(takeEarlyKey, []);

  const asked = useMemo(
    () => [...(searchMembers ? [{ heading: 'Members', search: searchMembers }] : []), ...sources],
    [searchMembers, sources],
  );
  const loaded = dialog.usePart({ wanted, open, close: () => toggle(false) });
  if (!loaded) return null;
  return (
    <loaded.PaletteDialog
      open={open}
      onOpenChange={toggle}
      pages={pageItems}
      acts={acts}
      orgs={orgs.entries}
      loadOrgs={orgs.fetch}
      sources={asked}
      onChoose={(item, newTab) => {
        toggle(false);
        go(item, newTab);
      }}
    />
  );
}

function useGo(push: (href: string) => void) {
  return useCallback(
    (item: PaletteItem, newTab: boolean) => {
      if (!item.href) return item.run?.();
      if (newTab) window.open(item.href, '_blank', 'noopener');
      else if (/^https?:/.test(item.href)) window.location.assign(item.href);
      else push(item.href);
    },
    [push],
  );
}
