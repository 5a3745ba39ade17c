'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';

export type NavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** A count or a word at the right. */
  badge?: ReactNode;
  /** Current only on its very own address, not on those below it. */
  exact?: boolean;
  /** Overrides what the address says. */
  active?: boolean;
};

export type NavGroup = { label?: string; items: NavItem[] };

/** The sidebar's navigation. The item with the longest address that the page's begins with is current. */
export function SidebarNav({ label = 'Main', groups }: { label?: string; groups: NavGroup[] }) {
  const path = usePathname();
  const current = currentHref(
    groups.flatMap((group) => group.items),
    path,
  );
  return (
    <nav aria-label={label} className="grid gap-4 px-2 py-2">
      {groups.map((group, i) => (
        <div key={group.label ?? i}>
          {group.label ? <h2 className="px-2 pb-1 text-xs font-medium text-ink-3">{group.label}</h2> : null}
          <ul className="grid gap-px">
            {group.items.map((item) => (
              <li key={item.href}>
                <NavLink {...item} active={item.active ?? item.href === current} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({ href, label, icon, badge, active }: NavItem) {
  return (
    <Link
      href={href}
      aria-current={active ? 'page' : undefined}
      className={cn(
        'flex h-8 items-center gap-2.5 rounded-control px-2 text-ink-2 transition-[background-color,color] hover:bg-hover hover:text-ink pointer-coarse:h-10 [&_.lucide]:text-ink-3',
        active && 'bg-press font-medium text-ink hover:bg-press [&_.lucide]:text-accent-text',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {badge === undefined ? null : (
        <span className={cn('text-xs font-normal tabular-nums', active ? 'text-ink-2' : 'text-ink-3')}>
          {badge}
        </span>
      )}
    </Link>
  );
}

function currentHref(items: NavItem[], path: string): string | undefined {
  return items
    .filter(
      ({ href, exact }) => path === href || (!exact && path.startsWith(href === '/' ? '/' : `${href}/`)),
    )
    .map((item) => item.href)
    .sort((a, b) => b.length - a.length)[0];
}
