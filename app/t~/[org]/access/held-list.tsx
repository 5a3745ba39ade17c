import { ChevronRight } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { roleOf } from '@/lib/access/compose';
import type { HeldRow } from '@/lib/data/access-of';
import { roleWord } from '../_access/access-line';
import { byThing } from '../_access/by-thing';

type HeldListProps = {
  rows: HeldRow[];
  /** What is said while there is none. */
  none: string;
  /** The page that says why, of one of them. */
  whyHref?: (on: string) => string;
};

/** What somebody has grants on: each thing once, with the strongest way and how many more there are. */
export function HeldList({ rows, none, whyHref }: HeldListProps) {
  if (rows.length === 0) return <p className="text-ink-2">{none}</p>;
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {byThing(rows).map(({ thing, first, more }) => (
        <li
          key={thing.on}
          className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover"
        >
          <div className="min-w-0 flex-1 basis-56">
            <Link
              href={whyHref?.(thing.on) ?? thing.href}
              className="font-medium text-ink after:absolute after:inset-0"
            >
              {thing.name}
            </Link>
            <p className="truncate text-xs text-ink-2">{thing.where}</p>
          </div>
          <p className="text-ink-2">
            {first.via === 'team' ? `through ${first.team.name}` : first.via === 'member' ? 'by a grant' : ''}
            {more.length > 0 ? ` and ${more.length} more` : ''}
          </p>
          <Badge tone="accent">{roleWord(roleOf(thing.kind, first))}</Badge>
          <ChevronRight aria-hidden className="text-ink-3" />
        </li>
      ))}
    </ul>
  );
}
