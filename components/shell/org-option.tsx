'use client';

import { Check } from 'lucide-react';
import { memo } from 'react';
import { OrgMark } from '@/components/ui/avatar';
import { cn } from '@/components/ui/cn';
import type { OrgEntry } from './org-entry';

type OrgOptionProps = {
  entry: OrgEntry;
  id: string;
  index: number;
  active: boolean;
  onPoint: (index: number) => void;
};

/** One organization in the switcher: a plain link to its host, so that a new tab is a ⌘-click away. */
export const OrgOption = memo(function OrgOption({ entry, id, index, active, onPoint }: OrgOptionProps) {
  const { name, href, role, host, color, iconUrl, unread, current } = entry;
  return (
    <a
      id={id}
      role="option"
      aria-selected={active}
      aria-current={current ? 'true' : undefined}
      data-index={index}
      tabIndex={-1}
      href={href}
      // Keeps the focus in the search field, also after a ⌘-click that stays on this page.
      onMouseDown={(event) => {
        if (event.button === 0) event.preventDefault();
      }}
      onPointerMove={active ? undefined : () => onPoint(index)}
      className={cn(
        // Rows out of sight cost nothing: with 500 organizations the list opens and filters at once.
        'flex h-11 items-center gap-2.5 rounded-control px-2 text-ink [contain-intrinsic-size:auto_44px] [content-visibility:auto]',
        active && 'bg-hover',
      )}
    >
      <OrgMark name={name} color={color} src={iconUrl} size={24} />
      <span className="min-w-0 flex-1">
        <span className="block truncate leading-4.5 font-medium">{name}</span>
        <span className="block truncate text-xs text-ink-3">{host ? `${role} · ${host}` : role}</span>
      </span>
      {unread ? (
        <span className="grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-2xs font-medium text-accent-ink tabular-nums">
          {unread > 99 ? '99+' : unread}
          <span className="sr-only"> unread</span>
        </span>
      ) : null}
      {current ? (
        <>
          <Check className="text-accent-text" />
          <span className="sr-only">, current</span>
        </>
      ) : null}
    </a>
  );
});
