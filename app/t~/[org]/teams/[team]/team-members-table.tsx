'use client';

import { Ellipsis, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { ActionMenuItem } from '@/components/form/action-menu-item';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { setTeamRole, takeOutOfTeam } from '../actions';
import type { TeamLine } from '../line';

export type TeamMemberLine = {
  id: string;
  name: string;
  email: string;
  orgRole: string;
  role: 'lead' | 'member';
  added: number;
};
type TableProps = { team: TeamLine; lines: TeamMemberLine[]; manages: boolean; me: string; now: number };

/** Who is in a team, each with what can be done. */
export function TeamMembersTable({ team, lines, manages, me, now }: TableProps) {
  return (
    <Table label={`Members of ${team.name}`}>
      <Thead>
        <Tr>
          <Th width="100%">Name</Th>
          <Th width="9rem">In the team</Th>
          <Th width="9rem">In the organization</Th>
          <Th width="8rem" align="right" hide="md">
            Added
          </Th>
          {manages ? (
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
              href={orgPaths.member(line.id)}
              detail={line.email}
              media={<Avatar name={line.name} size={24} />}
              badge={line.id === me ? <Badge>You</Badge> : null}
            />
            <Td label="In the team">{line.role === 'lead' ? 'Lead' : 'Member'}</Td>
            <Td label="In the organization" muted>
              {ROLE_LABELS[line.orgRole as Role].label}
            </Td>
            <Td align="right" muted hide="md" label="Added">
              <RelativeTime at={line.added} now={now} />
            </Td>
            {manages ? (
              <Td actions>
                <Acts team={team} line={line} me={me} />
              </Td>
            ) : null}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Acts({ team, line, me }: { team: TeamLine; line: TeamMemberLine; me: string }) {
  const [asking, setAsking] = useState(false);
  const input = { team: team.id, member: line.id };
  const who = line.id === me ? 'yourself' : line.name;
  return (
    <>
      <Menu
        label={`Acts on ${line.name}`}
        trigger={<IconButton label={`Acts on ${line.name}`} icon={<Ellipsis />} />}
      >
        <ActionMenuItem
          action={setTeamRole}
          input={{ ...input, role: line.role === 'lead' ? ('member' as const) : ('lead' as const) }}
        >
          {line.role === 'lead' ? 'Make a member' : 'Make a lead'}
        </ActionMenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<UserMinus />} onSelect={() => setAsking(true)}>
          Take out…
        </MenuItem>
      </Menu>
      <ConfirmAction
        open={asking}
        onOpenChange={setAsking}
        action={takeOutOfTeam}
        input={input}
        title={`Take ${who} out of ${team.name}?`}
        description={`What ${line.id === me ? 'you have' : `${line.name} has`} through this team alone is lost at once.`}
        keeps="The organization, other teams and what is shared directly stay as they are."
        act="Take out"
      />
    </>
  );
}
