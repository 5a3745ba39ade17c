'use client';

import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import type { Moment } from '@/components/ui/relative';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status } from '@/components/ui/status';
import type { RoutingLine } from '@/lib/shell/routing-line';

type DecisionTableProps = {
  lines: RoutingLine[];
  now: Moment;
  hrefOf: (id: string) => string;
  /** The newest line that the page came with: what is newer slides in. */
  from: string | undefined;
};

const BY = { route: 'Route', header: 'Header', token: 'Token' };

/** What the chip of a way to resolve looks like: the route is the rule, the others stand out. */
export const ResolvedBy = ({ by }: { by: RoutingLine['by'] }) => (
  <Badge tone={by === 'route' ? 'neutral' : 'blue'}>{BY[by]}</Badge>
);

/** The decisions as rows. */
export function DecisionTable({ lines, now, hrefOf, from }: DecisionTableProps) {
  return (
    <Table label="Decisions" compact>
      <Thead>
        <Tr>
          <Th width="100%">Request</Th>
          <Th width="6rem">Resolved by</Th>
          <Th width="12rem" hide="lg">
            Who
          </Th>
          <Th width="7rem">Outcome</Th>
          <Th width="7.5rem" align="right">
            When
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id} className={from === undefined || line.id > from ? 'animate-rise-in' : undefined}>
            <PrimaryCell
              href={hrefOf(line.id)}
              title={
                <span className="font-mono text-xs font-normal max-sm:break-all max-sm:whitespace-normal">
                  <span className="text-ink-3">{line.method} </span>
                  <span className="text-ink-2">{line.host}</span>
                  {line.path}
                </span>
              }
              detail={noteOf(line)}
            />
            <Td>
              <ResolvedBy by={line.by} />
            </Td>
            <Td hide="lg" muted>
              <span className="block max-w-48 truncate" title={line.actor.email || undefined}>
                {line.actor.name}
              </span>
            </Td>
            <Td>
              <Status tone={line.refused ? 'red' : 'green'}>{line.refused ? 'Refused' : 'Allowed'}</Status>
            </Td>
            <Td align="right" muted>
              <RelativeTime at={line.at} now={now} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** What is worth a second line: why it was refused, and what disagreed. */
function noteOf({ reason, disagreed }: RoutingLine) {
  if (!reason && !disagreed) return null;
  return (
    <>
      {reason?.sentence}
      {reason && disagreed ? ' · ' : null}
      {disagreed ? <span className="text-amber">{disagreed}</span> : null}
    </>
  );
}
