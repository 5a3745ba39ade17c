import type { ReactNode } from 'react';
import { SkipLink } from '@/components/ui/skip-link';
import { Hairline } from './hairline';
import { MobileNav } from './mobile-nav';
import { SearchButton } from './search-button';

type AppShellProps = {
  /** OrgSwitcher. */
  switcher: ReactNode;
  /** SubTeamSwitcher, when there are sub-teams. */
  subTeams?: ReactNode;
  /** SidebarNav. */
  nav: ReactNode;
  /** PersonMenu. */
  foot: ReactNode;
  /** Whether there is a CommandPalette to open. */
  search?: boolean;
  /** A line over the page that concerns the whole organization. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of an organization's pages: a sidebar, or below 900 px a top bar whose menu is a sheet. */
export function AppShell({ switcher, subTeams, nav, foot, search = true, banner, children }: AppShellProps) {
  return (
    <div className="min-h-dvh max-shell:[--sticky-top:3rem] shell:grid shell:grid-cols-[248px_minmax(0,1fr)]">
      <SkipLink />
      <Hairline />
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-canvas pt-0.5 shell:flex">
        <div className="grid gap-1 p-2">
          {switcher}
          {subTeams}
          {search ? <SearchButton /> : null}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">{nav}</div>
        <div className="border-t border-line p-2">{foot}</div>
      </aside>
      <div className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-line bg-canvas px-2 pt-0.5 shell:hidden">
        <MobileNav>
          {subTeams ? <div className="p-2 pb-0">{subTeams}</div> : null}
          <div className="min-h-0 flex-1 overflow-y-auto">{nav}</div>
          <div className="border-t border-line p-2">{foot}</div>
        </MobileNav>
        <div className="min-w-0 max-w-[20rem] flex-1">{switcher}</div>
        {search ? <SearchButton compact /> : null}
      </div>
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 bg-surface outline-none max-shell:min-h-[calc(100dvh-3rem)]"
      >
        {banner}
        {children}
      </main>
    </div>
  );
}
