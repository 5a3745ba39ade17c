import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { RelativeTime } from '@/components/ui/relative-time';
import { orgPaths } from '@/lib/routes';
import { counted, type TeamLine } from './line';

const MINE = { lead: 'Lead', member: 'Member' } as const;

/** The teams as rows, each a link to its own page. */
export function TeamsTable({ lines, now }: { lines: TeamLine[]; now: number }) {
  return (
    <Table label="Teams">
      <Thead>
        <Tr>
          <Th width="100%">Team</Th>
          <Th width="8rem">Your role</Th>
          <Th width="8rem" align="right">
            Members
          </Th>
          <Th width="9rem" align="right">
            Shared with it
          </Th>
          <Th width="8rem" align="right" hide="md">
            Made
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <PrimaryCell href={orgPaths.team(line.slug)} title={line.name} detail={line.slug} />
            <Td label="Your role" muted={!line.mine}>
              {line.mine ? MINE[line.mine] : 'Not in it'}
            </Td>
            <Td align="right" label="Members" muted={line.members === 0}>
              {line.members === 0 ? 'Nobody yet' : line.members.toLocaleString('en')}
            </Td>
            <Td align="right" label="Shared with it" muted={line.grants === 0}>
              {line.grants === 0 ? 'Nothing' : counted(line.grants, 'thing')}
            </Td>
            <Td align="right" muted hide="md" label="Made">
              <RelativeTime at={line.made} now={now} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
