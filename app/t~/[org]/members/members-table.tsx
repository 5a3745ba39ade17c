'use client';

import { Tr } from '@/components/table/row';
import { SelectAllHead, SelectCell } from '@/components/table/select-cell';
import { SortHead } from '@/components/table/sort-head';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { relative } from '@/components/ui/relative';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { MemberSort } from '@/lib/data/member-query';
import { orgPaths } from '@/lib/routes';
import { InvitationMenu } from '../invitations/invitation-menu';
import { MailNote } from '../invitations/mail-note';
import type { MemberLine } from './member-line';
import { MemberMenu } from './member-menu';
import { MemberStatus } from './member-status';
import { RolePicker } from './role-picker';
import { WideCell } from './wide-cell';

/** What the person who looks may do with members and invitations. */
export type MayDo = {
  changeRole: boolean;
  remove: boolean;
  invite: boolean;
  resend: boolean;
  withdraw: boolean;
};

type MembersTableProps = {
  lines: MemberLine[];
  sort: MemberSort;
  dir: 'asc' | 'desc';
  /** The page in the order that a click on a column asks for. */
  sortHrefs: Record<MemberSort, string>;
  mine: Role;
  orgName: string;
  may: MayDo;
  now: number;
};

/**
 * The people of an org, and those who are invited. Drawn by the browser's own code from the lines: what the server
 * would say of fifty rows as elements is ten times as much to make, to send and to read as what they are made from.
 */
export function MembersTable({ lines, sort, dir, sortHrefs, now, ...acts }: MembersTableProps) {
  const { may } = acts;
  const head = (key: MemberSort) => ({ href: sortHrefs[key], direction: sort === key ? dir : null });
  const selects = may.changeRole || may.remove;
  return (
    <Table label="Members">
      <Thead>
        <Tr>
          {selects ? <SelectAllHead /> : null}
          <SortHead {...head('name')}>Name</SortHead>
          <SortHead {...head('role')} width={136}>
            Role
          </SortHead>
          <Th width={112}>Status</Th>
          <SortHead {...head('joined')} width={112}>
            Joined
          </SortHead>
          <SortHead {...head('seen')} width={112}>
            Last seen
          </SortHead>
          {selects ? (
            <Th srOnly width={48}>
              Acts
            </Th>
          ) : null}
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <MemberRow key={line.id} line={line} now={now} selects={selects} {...acts} />
        ))}
      </Tbody>
    </Table>
  );
}

type RowProps = Pick<MembersTableProps, 'mine' | 'orgName' | 'may' | 'now'> & {
  line: MemberLine;
  selects: boolean;
};

function MemberRow({ line, selects, now, mine, orgName, may }: RowProps) {
  const { id, kind, title, email, role, status } = line;
  const member = kind === 'member';
  const { label } = ROLE_LABELS[role];
  return (
    <Tr>
      {selects ? <SelectCell id={id} label={title} /> : null}
      <PrimaryCell
        title={title}
        href={member ? orgPaths.member(id) : undefined}
        detail={
          <>
            <span className="sm:hidden">
              {label} · {status === 'expired' ? 'Expired · ' : ''}
            </span>
            {member ? email : <>Invited {relative(line.since, now)}</>}
          </>
        }
        media={<Avatar name={title} size={24} />}
        badge={line.you ? <Badge>You</Badge> : <MailNote mail={line.mail} sentAt={line.mailedAt} now={now} />}
      />
      <WideCell>{member && may.changeRole ? <RolePicker line={line} mine={mine} /> : label}</WideCell>
      <WideCell>
        <MemberStatus line={line} />
      </WideCell>
      <WideCell muted>{member ? <RelativeTime at={line.since} now={now} /> : <NotYet />}</WideCell>
      <WideCell muted>{line.seen === null ? <NotYet /> : <RelativeTime at={line.seen} now={now} />}</WideCell>
      {selects ? (
        <Td actions>
          {member ? (
            <MemberMenu line={line} mine={mine} orgName={orgName} may={may} />
          ) : (
            <InvitationMenu id={id} email={email} role={role} mine={mine} may={may} />
          )}
        </Td>
      ) : null}
    </Tr>
  );
}

const NotYet = () => (
  <>
    <span aria-hidden className="text-ink-3">
      –
    </span>
    <span className="sr-only">Not yet</span>
  </>
);
