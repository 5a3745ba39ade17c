'use client';

import { UserMinus } from 'lucide-react';
import { ActionButton } from '@/components/form/action-button';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { unassign } from '../actions';

export type AssignedLine = { id: string; name: string; email: string; role: string; added: string };
type AssignedTableProps = { subTeam: string; name: string; lines: AssignedLine[]; now: number };

/** Who is assigned to a sub-team, each with the way out. */
export function AssignedTable({ subTeam, name, lines, now }: AssignedTableProps) {
  return (
    <Table label={`Members of ${name}`}>
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th width={140}>Role</Th>
          <Th width={140}>Assigned</Th>
          <Th srOnly width={120}>
            Acts
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.id}>
            <PrimaryCell
              title={line.name}
              detail={line.email}
              media={<Avatar name={line.name} size={24} />}
            />
            <Td label="Role">{ROLE_LABELS[line.role as Role].label}</Td>
            <Td label="Assigned" muted>
              <RelativeTime at={line.added} now={now} />
            </Td>
            <Td actions>
              <ActionButton
                action={unassign}
                input={{ subTeam, member: line.id }}
                variant="ghost"
                size="sm"
                icon={<UserMinus />}
                aria-label={`Take out ${line.name}`}
              >
                Take out
              </ActionButton>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
