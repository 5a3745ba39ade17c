'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import type { OrgEntry } from './org-entry';
import { OrgOption } from './org-option';
import { ranked } from './rank';
import type { OrgEntries } from './use-org-entries';

const FIRST = 30;

/** The switcher's search and list: a combobox whose options are links to the organizations' hosts. */
export function OrgList({ entries, failed, fetch }: OrgEntries) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const asked = useDeferredValue(query);
  // The first screenful at once, hundreds more as soon as there is time: opening never waits for the end.
  const ready = useDeferredValue(entries, entries && recentFirst(entries).slice(0, FIRST));
  const sections = useMemo(() => sectionsOf(ready ?? [], asked), [ready, asked]);
  const shown = sections.flatMap((section) => section.entries);
  const active = Math.min(chosen, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const next = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 }[
      event.key
    ];
    if (next !== undefined) {
      event.preventDefault();
      const paging = event.key.startsWith('Page');
      setChosen(paging ? Math.min(last, Math.max(0, next)) : next > last ? 0 : next < 0 ? last : next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // What was typed counts, not what a slow machine shows yet.
      const current = asked === query ? shown : sectionsOf(entries ?? [], query).flatMap((s) => s.entries);
      const href = current[Math.min(chosen, current.length - 1)]?.href;
      if (!href) return;
      if (event.metaKey || event.ctrlKey) window.open(href, '_blank', 'noopener');
      else window.location.assign(href);
    }
  };

  let index = -1;
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-3 text-ink-3">
        <Search />
        <input
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label="Find an organization"
          placeholder="Find an organization"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-10 w-full min-w-0 bg-transparent text-sm text-ink outline-none pointer-coarse:text-touch"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        {...(shown.length > 0 ? { role: 'listbox', 'aria-label': 'Organizations' } : {})}
        className="h-[min(20rem,50dvh)] scroll-py-1 overflow-y-auto overscroll-contain p-1"
      >
        {sections.map(({ label, entries: group }) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of options have no element of their own here
          <div key={label} role="group" aria-label={label}>
            <div aria-hidden className="px-2 pt-1.5 pb-1 text-xs text-ink-3">
              {label}
            </div>
            {group.map((entry) => {
              index += 1;
              const own = index;
              return (
                <OrgOption
                  key={entry.id}
                  entry={entry}
                  id={`${id}-${own}`}
                  index={own}
                  active={own === active}
                  onPoint={setChosen}
                />
              );
            })}
          </div>
        ))}
        {ready === null && !failed ? <Waiting /> : null}
        {failed && ready === null ? <Failed retry={fetch} /> : null}
        {ready !== null && shown.length === 0 ? (
          <p className="px-3 py-6 text-center text-balance text-ink-2">
            {asked ? `None of your organizations is called “${asked}”.` : 'You are in no organization yet.'}
          </p>
        ) : null}
      </div>
    </>
  );
}

type Section = { label: string; entries: OrgEntry[] };

function sectionsOf(entries: OrgEntry[], query: string): Section[] {
  if (query.trim()) {
    return [{ label: 'Found', entries: ranked(entries, query, (entry) => [entry.name, entry.host]) }].filter(
      filled,
    );
  }
  const recent = entries.filter((entry) => entry.recent);
  const rest = entries.filter((entry) => !entry.recent);
  return [
    { label: 'Recent', entries: recent },
    { label: recent.length > 0 ? 'All others' : 'Organizations', entries: rest },
  ].filter(filled);
}

function recentFirst(entries: OrgEntry[]): OrgEntry[] {
  return [...entries.filter((entry) => entry.recent), ...entries.filter((entry) => !entry.recent)];
}

function filled(section: Section): boolean {
  return section.entries.length > 0;
}

function Waiting() {
  return (
    <div className="grid gap-px pt-1">
      {['w-28', 'w-36', 'w-24', 'w-32', 'w-20', 'w-40'].map((width) => (
        <div key={width} className="flex h-11 items-center gap-2.5 px-2">
          <Skeleton className="size-6" />
          <span className="grid gap-1.5">
            <Skeleton className={`h-2.5 ${width}`} />
            <Skeleton className="h-2 w-20" />
          </span>
        </div>
      ))}
    </div>
  );
}

function Failed({ retry }: { retry: () => void }) {
  return (
    <div className="grid justify-items-center gap-3 px-3 py-8 text-center text-ink-2">
      <p>Your organizations could not be loaded.</p>
      <Button size="sm" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
