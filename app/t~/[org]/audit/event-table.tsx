'use client';

import { type MouseEvent, type ReactNode, useState } from 'react';
import { buildHref } from '@/components/table/query';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { Sheet } from '@/components/ui/sheet';
import { orgPaths } from '@/lib/routes';
import type { AuditLine } from '@/lib/shell/audit-line';
import { LiveSwitch } from '../_shell/live-switch';
import { Sentence } from '../_shell/sentence';
import { useMarking } from '../_shell/use-marking';
import { useTail } from '../_shell/use-tail';
import { EventDetails } from './event-details';

type EventTableProps = {
  lines: AuditLine[];
  params: Record<string, string>;
  now: number;
  /** The event that the address names. */
  opened: AuditLine | null;
  /** Whether the newest are in sight, so that newer ones have their place here. */
  newest: boolean;
  /** What stands here while there is no event. */
  children: ReactNode;
};

/**
 * The events, each a link to itself in full. A plain click opens it at once from what is here already; in a new tab,
 * or sent to somebody, the address does the same. A switch lets new ones come in; while somebody points at the list, marks
 * text in it or reads one in full, it stays as it is.
 */
export function EventTable({ lines: first, params, now: start, opened, newest, children }: EventTableProps) {
  const [shown, setShown] = useState(opened);
  const [open, setOpen] = useState(opened !== null);
  const [on, setOn] = useState(false);
  const [pointed, setPointed] = useState(false);
  const marking = useMarking();
  const { lines, now, state, waiting } = useTail({
    lines: first,
    hrefOf: (after) => orgPaths.auditTail({ ...params, after }),
    now: start,
    on,
    hold: on && (pointed || marking || open),
  });
  const hrefOf = (id: string) => buildHref(orgPaths.audit(), params, { event: id });

  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a[data-row-link]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const line = lines.find(({ id }) => link.getAttribute('href') === hrefOf(id));
    if (!line) return;
    event.preventDefault();
    setShown(line);
    setOpen(true);
  };
  return (
    <div className="grid gap-3">
      {newest ? <LiveSwitch on={on} onChange={setOn} state={state} waiting={waiting} /> : null}
      {lines.length ? (
        <div
          onClickCapture={onClick}
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
        >
          <Table label="Events" compact>
            <Thead>
              <Tr>
                <Th width="100%">Event</Th>
                <Th width="11rem" hide="lg">
                  From
                </Th>
                <Th width="9rem" hide="lg">
                  Device
                </Th>
                <Th width="7.5rem" align="right">
                  When
                </Th>
              </Tr>
            </Thead>
            <Tbody>
              {lines.map((line) => (
                <Tr key={line.id}>
                  <PrimaryCell
                    href={hrefOf(line.id)}
                    media={<Avatar name={line.actor.name} size={20} />}
                    title={
                      <span className="font-normal text-ink-2 max-sm:whitespace-normal">
                        <Sentence words={line.words} />
                      </span>
                    }
                    badge={line.refused ? <Badge tone="red">Refused</Badge> : null}
                  />
                  <Td hide="lg" mono muted>
                    {line.ip}
                  </Td>
                  <Td hide="lg" muted>
                    <span className="whitespace-nowrap">{line.device}</span>
                  </Td>
                  <Td align="right" muted>
                    <RelativeTime at={line.at} now={now} />
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </div>
      ) : (
        children
      )}
      <Sheet title="Event" open={open} onOpenChange={setOpen}>
        {shown ? <EventDetails line={shown} now={now} /> : null}
      </Sheet>
    </div>
  );
}
