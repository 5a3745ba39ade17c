'use client';

import { Building, Check, ChevronsUpDown, Layers, Settings2 } from 'lucide-react';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu';

type SubTeamSwitcherProps = {
  /** The open sub-team's name; null on the organization's level. */
  current: string | null;
  items: { id: string; name: string; detail?: string; href: string; current?: boolean }[];
  /** The organization's level. */
  orgHref: string;
  manageHref?: string;
};

/** Says which sub-team is open, if any, and leads to the others. */
export function SubTeamSwitcher({ current, items, orgHref, manageHref }: SubTeamSwitcherProps) {
  return (
    <Menu
      align="start"
      label="Switch sub-team"
      className="w-[232px]"
      trigger={
        <button
          type="button"
          className="flex h-8 w-full min-w-0 items-center gap-2.5 rounded-control px-2 text-left text-ink-2 hover:bg-hover data-[state=open]:bg-hover pointer-coarse:h-10"
        >
          <span className="text-ink-3">{current ? <Layers /> : <Building />}</span>
          <span className="min-w-0 flex-1 truncate">{current ?? 'Whole organization'}</span>
          <span className="sr-only">, switch sub-team</span>
          <ChevronsUpDown className="size-3.5! text-ink-3" />
        </button>
      }
    >
      <Entry href={orgHref} name="Whole organization" current={current === null} />
      <MenuSeparator />
      <MenuLabel>Workspaces</MenuLabel>
      {items.map((item) => (
        <Entry key={item.id} {...item} />
      ))}
      {manageHref ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<Settings2 />} href={manageHref}>
            Manage sub-teams
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}

type EntryProps = { href: string; name: string; detail?: string; current?: boolean };

function Entry({ href, name, detail, current }: EntryProps) {
  return (
    <MenuItem href={href}>
      <span className="flex items-center justify-between gap-2">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {detail && !current ? <span className="text-xs text-ink-3">{detail}</span> : null}
        {current ? (
          <>
            <Check className="text-accent-text!" />
            <span className="sr-only">, current</span>
          </>
        ) : null}
      </span>
    </MenuItem>
  );
}
