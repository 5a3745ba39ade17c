import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tabs } from '@/components/ui/tabs';
import type { ConversationQuery, View } from '@/lib/data/conversations';
import { toUlid } from '@/lib/ids';
import type { ConversationLine } from '@/lib/shell/conversation-line';
import { inboxHref } from './href';
import { InboxSearch } from './inbox-search';

type ConversationListProps = {
  lines: ConversationLine[];
  /** The cursor of the older ones; null: there are none. */
  older: string | null;
  query: ConversationQuery;
  workspace: { slug: string; name: string };
  unread: number;
  /** The button that starts a conversation, for who may. */
  start: ReactNode;
  now: number;
  className?: string;
};

const TABS: Record<View, string> = { open: 'Open', mine: 'Mine', unassigned: 'Unassigned', closed: 'Closed' };

const EMPTY: Record<View, { title: string; text: string }> = {
  open: { title: 'Nothing is open', text: 'What comes in through a relay stands here.' },
  mine: { title: 'Nothing is yours', text: 'Conversations that are assigned to you stand here.' },
  unassigned: { title: 'Everything is assigned', text: 'What nobody answers yet stands here.' },
  closed: { title: 'Nothing was closed', text: 'A message that comes in opens one again.' },
};

/** The conversations at the left: views, search, and a link each. */
export function ConversationList({
  lines,
  older,
  query,
  workspace,
  unread,
  start,
  now,
  className,
}: ConversationListProps) {
  const { slug, name } = workspace;
  return (
    <section aria-label="Conversations" className={cn('flex min-h-0 flex-col', className)}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pt-5 shell:pt-7">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h1 className="text-title font-semibold text-ink">Conversations</h1>
            <p className="truncate text-ink-2">
              {name}
              {unread > 0 ? `, ${unread.toLocaleString('en')} unread` : ''}
            </p>
          </div>
          {start}
        </div>
        <div className="*:w-full!">
          <InboxSearch slug={slug} query={query} />
        </div>
        <Tabs
          label="Which conversations"
          items={(Object.keys(TABS) as View[]).map((view) => ({
            label: TABS[view],
            href: inboxHref(slug, query, { view: view === 'open' ? '' : view }),
            active: view === query.view,
          }))}
        />
      </div>
      {lines.length > 0 ? (
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {lines.map((line) => (
            <Item
              key={line.id}
              line={line}
              href={inboxHref(slug, query, { c: line.id })}
              active={query.c !== null && line.id === toUlid(query.c)}
              now={now}
            />
          ))}
          {older ? (
            <li className="p-3 text-center">
              <LinkButton href={inboxHref(slug, query, { before: older })}>Show older ones</LinkButton>
            </li>
          ) : null}
        </ul>
      ) : (
        <EmptyState small title={query.q ? 'Nobody is called that' : EMPTY[query.view].title}>
          {query.q ? 'Search looks into names and addresses, not into messages.' : EMPTY[query.view].text}
        </EmptyState>
      )}
    </section>
  );
}

type ItemProps = { line: ConversationLine; href: string; active: boolean; now: number };

function Item({ line, href, active, now }: ItemProps) {
  const { name, assignee, unread, lastText, lastAt } = line;
  return (
    <li className="border-b border-line">
      <Link
        href={href}
        aria-current={active ? 'true' : undefined}
        className={cn(
          'flex gap-3 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2',
          active && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <Avatar name={name} size={32} className="mt-0.5" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-2">
            <span className={cn('truncate text-ink', unread > 0 ? 'font-semibold' : 'font-medium')}>
              {name}
            </span>
            <RelativeTime at={lastAt} now={now} className="text-xs text-ink-3" />
          </span>
          <span className="flex items-center justify-between gap-2">
            <span className={cn('truncate', unread > 0 ? 'text-ink' : 'text-ink-2')}>{lastText || ' '}</span>
            {unread > 0 ? (
              <Badge tone="accent">
                {unread}
                <span className="sr-only"> unread</span>
              </Badge>
            ) : null}
          </span>
          {assignee ? (
            <span className="block truncate text-xs text-ink-3">Answered by {assignee.name}</span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
