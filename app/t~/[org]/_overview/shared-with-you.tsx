import type { ReactNode } from 'react';
import { Panel } from '@/components/ui/panel';
import { roleOf } from '@/lib/access/compose';
import type { ResourceKind } from '@/lib/access/grants';
import { orgPaths } from '@/lib/routes';
import { roleWord } from '../_access/access-line';
import type { HeldThing } from '../_access/by-thing';
import { iconOf, workspaceIconOf } from '../_shell/icons';
import { Row } from './rows';

const ICONS: Record<ResourceKind, ReactNode> = {
  relay: iconOf(orgPaths.relays),
  contact_group: workspaceIconOf('group'),
  conversation: workspaceIconOf('conversations'),
};

/** What grants open to the reader that their role leaves closed: no list of the navigation shows it to them. */
export function SharedWithYou({ things }: { things: HeldThing[] }) {
  return (
    <Panel flush title="Shared with you">
      {/* A team may have been given hundreds: they scroll here, and push nothing else away. */}
      <ul className="max-h-80 overflow-y-auto py-1">
        {things.map(({ thing, first }) => (
          <Row
            key={thing.on}
            href={thing.href}
            media={<span className="grid size-6 place-items-center text-ink-3">{ICONS[thing.kind]}</span>}
            title={thing.name}
            detail={first.via === 'team' ? `${thing.where} · through ${first.team.name}` : thing.where}
            end={roleWord(roleOf(thing.kind, first))}
          />
        ))}
      </ul>
    </Panel>
  );
}
