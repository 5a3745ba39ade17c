import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { COUNTED_WAITING } from '@/lib/data/relays';
import { orgPaths } from '@/lib/routes';
import type { RelayLine } from '@/lib/shell/relay-line';
import { RelayState } from './relay-state';

/** The relays as rows, each a link to its own page. */
export function RelayTable({ lines, now }: { lines: RelayLine[]; now: number }) {
  return (
    <Table label="Relays">
      <Thead>
        <Tr>
          <Th width="100%">Relay</Th>
          <Th width="8rem">State</Th>
          <Th width="6rem" align="right">
            Waiting
          </Th>
          <Th width="6rem" align="right">
            Dead
          </Th>
          <Th width="8rem" align="right" hide="md">
            Last used
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <PrimaryCell
              href={orgPaths.relay(line.id)}
              title={line.name}
              detail={line.url ?? 'Answers by itself'}
              badge={line.echo ? <Badge>Built in</Badge> : null}
            />
            <Td>
              <RelayState state={line.state} />
            </Td>
            <Td align="right" label="Waiting">
              {howMany(line.waiting)}
            </Td>
            <Td align="right" label="Dead">
              {line.dead > 0 ? <span className="text-red">{howMany(line.dead)}</span> : '0'}
            </Td>
            <Td align="right" muted hide="md" label="Last used">
              {line.lastUsed ? <RelativeTime at={line.lastUsed} now={now} /> : 'Never'}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** A count that stops at some number. */
export const howMany = (count: number): string =>
  count > COUNTED_WAITING ? `${COUNTED_WAITING.toLocaleString('en')}+` : count.toLocaleString('en');
