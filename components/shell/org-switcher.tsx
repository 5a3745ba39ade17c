'use client';

import { ChevronsUpDown, LayoutGrid, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Popover } from '@/components/ui/popover';
import { type Brand, OrgBrand } from './org-brand';
import type { OrgEntry } from './org-entry';
import { OrgList } from './org-list';
import { useOrgEntries } from './use-org-entries';

const ROW =
  'flex h-10 w-full min-w-0 items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover data-[state=open]:bg-hover';

/** Says which organization this is, and leads to where all of mine are listed: for hosts where none may be. */
export function OrgSwitchLink({ current, href }: { current: Brand; href: string }) {
  return (
    <a href={href} className={ROW}>
      <CurrentOrg {...current} />
    </a>
  );
}

function CurrentOrg(current: Brand) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <OrgBrand {...current} />
      </span>
      <span className="sr-only">, switch organization</span>
      <ChevronsUpDown className="size-3.5! text-ink-3" />
    </>
  );
}

type OrgSwitcherProps = {
  current: Brand;
  /** Called when the pointer nears, and again at each opening. */
  load: () => Promise<OrgEntry[]>;
  /** On the root host, absolute. */
  newHref: string;
  allHref: string;
};

/** Says which organization this is and leads to any other of mine. Switching is following a link. */
export function OrgSwitcher({ current, load, newHref, allHref }: OrgSwitcherProps) {
  const [open, setOpen] = useState(false);
  const state = useOrgEntries(load);
  const warm = () => {
    if (state.entries === null) state.fetch();
  };
  return (
    <Popover
      label="Switch organization"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) state.fetch();
      }}
      className="w-[320px] p-0"
      trigger={
        <button type="button" onPointerEnter={warm} onFocus={warm} className={ROW}>
          <CurrentOrg {...current} />
        </button>
      }
    >
      <OrgList {...state} />
      <div className="border-t border-line p-1">
        <Foot href={allHref} icon={<LayoutGrid />}>
          All organizations
        </Foot>
        <Foot href={newHref} icon={<Plus />}>
          New organization
        </Foot>
      </div>
    </Popover>
  );
}

function Foot({ href, icon, children }: { href: string; icon: ReactNode; children: ReactNode }) {
  return (
    <a
      href={href}
      className="flex h-8 items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:h-10"
    >
      <span className="grid w-6 place-items-center">{icon}</span>
      {children}
    </a>
  );
}
