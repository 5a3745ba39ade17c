'use client';

import { Search } from 'lucide-react';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { OrgMark } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import type { OrgCard } from '@/lib/data/my-orgs';

// Fewer are seen at a glance.
const SEARCH_FROM = 9;

/** My organizations, last seen first. Each is a plain link to its host, so that a new tab is a ⌘-click away. */
export function OrgList({ orgs, now }: { orgs: OrgCard[]; now: number }) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text).trim().toLowerCase();
  const shown = useMemo(
    () => orgs.filter(({ name, host }) => `${name}\n${host}`.toLowerCase().includes(asked)),
    [orgs, asked],
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {orgs.length >= SEARCH_FROM ? (
        <div className="flex flex-wrap items-center gap-3">
          <Input
            type="search"
            aria-label="Search my organizations"
            placeholder="Name or address"
            leading={<Search />}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="sm:max-w-[320px]"
          />
          <span role="status" className="text-ink-3 tabular-nums">
            {asked ? `${shown.length.toLocaleString('en')} found` : ''}
          </span>
        </div>
      ) : null}
      {shown.length > 0 ? (
        <ul className="divide-y divide-line overflow-clip rounded-card border border-line">
          {shown.map((org) => (
            <Row key={org.id} org={org} now={now} />
          ))}
        </ul>
      ) : (
        <EmptyState
          small
          title={`Nothing matches “${text.trim()}”`}
          action={<Button onClick={() => setText('')}>Clear search</Button>}
        >
          Search looks in names and addresses.
        </EmptyState>
      )}
    </div>
  );
}

const Row = memo(function Row({ org, now }: { org: OrgCard; now: number }) {
  return (
    // Rows out of sight cost nothing: 500 of them scroll and filter at once.
    <li className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
      <a
        href={org.href}
        className="flex min-h-15 items-center gap-3 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 active:bg-press"
      >
        <OrgMark name={org.name} color={org.color} src={org.iconUrl} size={32} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-base font-medium text-ink">{org.name}</span>
          <span className="block truncate text-ink-3">{org.host}</span>
        </span>
        <Badge>{org.role}</Badge>
        <span className="w-28 text-right text-ink-3 max-sm:hidden">
          <span className="sr-only">Last seen </span>
          <RelativeTime at={org.seenAt} now={now} />
        </span>
      </a>
    </li>
  );
});
