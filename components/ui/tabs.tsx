import { cn } from './cn';
import { Link } from './link';

type Tab = { href: string; label: string; active?: boolean; count?: number };

/** Tabs as links, each with an address of its own; on narrow screens the row scrolls. */
export function Tabs({ label, items }: { label: string; items: Tab[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line [scrollbar-width:none]">
      <ul className="-ml-2 flex gap-1">
        {items.map(({ href, label: text, active, count }) => (
          <li key={href}>
            <Link
              href={href}
              scroll={false}
              aria-current={active ? 'page' : undefined}
              className={cn(
                'relative flex h-9 items-center gap-1.5 rounded-control px-2 whitespace-nowrap text-ink-2 hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:h-11',
                'after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-full',
                active && 'font-medium text-ink after:bg-accent-text',
              )}
            >
              {text}
              {count === undefined ? null : (
                <span className="font-normal text-ink-3 tabular-nums">{count.toLocaleString('en')}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
