import { UsersRound, Webhook } from 'lucide-react';
import { Panel } from '@/components/ui/panel';
import { roleOf } from '@/lib/access/compose';
import type { ResourceKind } from '@/lib/access/grants';
import { roleWord } from '../_access/access-line';
import type { HeldThing } from '../_access/by-thing';
import { Row } from './rows';

const ICONS = { relay: Webhook, contact_group: UsersRound } as const satisfies Record<ResourceKind, unknown>;

/** What grants open to the reader beyond their role, which no list of the navigation shows them. */
export function SharedWithYou({ things }: { things: HeldThing[] }) {
  return (
    <Panel flush title="Shared with you">
      {/* A team may have been given hundreds: they scroll here, and push nothing else away. */}
      <ul className="max-h-80 overflow-y-auto py-1">
        {things.map(({ thing, first }) => {
          const Icon = ICONS[thing.kind];
          return (
            <Row
              key={thing.on}
              href={thing.href}
              media={<Icon aria-hidden className="text-ink-3" />}
              title={thing.name}
              detail={first.via === 'team' ? `${thing.where} · through ${first.team.name}` : thing.where}
              end={roleWord(roleOf(thing.kind, first))}
            />
          );
        })}
      </ul>
    </Panel>
  );
}
