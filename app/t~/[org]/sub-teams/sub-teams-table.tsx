import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { workspacePaths } from '@/lib/routes';
import type { MaySubTeams, SubTeamLine } from './line';
import { SubTeamMenu } from './sub-team-menu';

type SubTeamsTableProps = { lines: SubTeamLine[]; may: MaySubTeams; now: number };

/** The sub-teams that one is in; of owners and admins all. */
export function SubTeamsTable({ lines, may, now }: SubTeamsTableProps) {
  const acts = Object.values(may).some(Boolean);
  return (
    <Table label="Sub-teams">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th width={160}>Assigned</Th>
          <Th width={140}>Made</Th>
          {acts ? (
            <Th srOnly width={48}>
              Acts
            </Th>
          ) : null}
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <PrimaryCell
              title={line.name}
              href={workspacePaths(line.slug).overview}
              detail={<span className="font-mono">{workspacePaths(line.slug).overview}</span>}
              badge={line.archived ? <Badge>Archived</Badge> : null}
            />
            <Td label="Assigned" muted={line.members === 0}>
              {assigned(line.members)}
            </Td>
            <Td label="Made" muted>
              <RelativeTime at={line.created} now={now} />
            </Td>
            {acts ? (
              <Td actions>
                <SubTeamMenu line={line} may={may} />
              </Td>
            ) : null}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** "3 members". */
const assigned = (members: number): string =>
  members === 0 ? 'Nobody yet' : members === 1 ? '1 member' : `${members.toLocaleString('en')} members`;
