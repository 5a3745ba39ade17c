import { Tr } from '@/components/table/row';
import { SelectAllHead, SelectCell } from '@/components/table/select-cell';
import { SortHead } from '@/components/table/sort-head';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { Avatar } from '@/components/ui/avatar';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status } from '@/components/ui/status';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { InvitationSort, InvitationStatus } from '@/lib/data/invitation-query';
import { WideCell } from '../members/wide-cell';
import { into } from './into';
import type { InvitationLine } from './invitation-line';
import { InvitationMenu } from './invitation-menu';
import { MailNote } from './mail-note';

type InvitationsTableProps = {
  lines: InvitationLine[];
  sort: InvitationSort;
  dir: 'asc' | 'desc';
  sortHref: (sort: InvitationSort) => string;
  mine: Role;
  may: { resend: boolean; withdraw: boolean };
  now: number;
};

const STATUS = {
  pending: { tone: 'blue', word: 'Pending', ends: 'Good until' },
  expired: { tone: 'amber', word: 'Expired', ends: 'Expired' },
  accepted: { tone: 'green', word: 'Accepted', ends: 'Accepted' },
  withdrawn: { tone: 'neutral', word: 'Withdrawn', ends: 'Withdrawn' },
} as const satisfies Record<InvitationStatus, object>;

/** Invitations and what came of them. Only what is still open can be selected and acted on. */
export function InvitationsTable({ lines, sort, dir, sortHref, ...row }: InvitationsTableProps) {
  const head = (key: InvitationSort) => ({ href: sortHref(key), direction: sort === key ? dir : null });
  return (
    <Table label="Invitations">
      <Thead>
        <Tr>
          <SelectAllHead />
          <SortHead {...head('email')}>E-mail</SortHead>
          <Th width={104}>Role</Th>
          <Th width={120}>Status</Th>
          <SortHead {...head('invited')} width={112}>
            Invited
          </SortHead>
          <Th width={128}>Ends</Th>
          <Th srOnly width={48}>
            Acts
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <InvitationRow key={line.id} line={line} {...row} />
        ))}
      </Tbody>
    </Table>
  );
}

type RowProps = Pick<InvitationsTableProps, 'mine' | 'may' | 'now'> & { line: InvitationLine };

function InvitationRow({ line, mine, may, now }: RowProps) {
  const { id, email, role, status, invitedBy, invited, mailedAt, ends, mail, places } = line;
  const open = status === 'pending' || status === 'expired';
  const { tone, word, ends: what } = STATUS[status];
  return (
    <Tr>
      <SelectCell id={id} label={email} disabled={!open} />
      <PrimaryCell
        title={email}
        detail={
          <>
            <span className="sm:hidden">
              {word} · {ROLE_LABELS[role].label} ·{' '}
            </span>
            {/* First, so that a phone cuts off who invited them and not where to. */}
            {places.length ? `${into(places)} · ` : null}
            Invited by {invitedBy}
          </>
        }
        media={<Avatar name={email} size={24} />}
        badge={open ? <MailNote mail={mail} sentAt={mailedAt} now={now} /> : null}
      />
      <WideCell>{ROLE_LABELS[role].label}</WideCell>
      <WideCell>
        <Status tone={tone}>{word}</Status>
      </WideCell>
      <WideCell muted>
        <RelativeTime at={invited} now={now} />
      </WideCell>
      <WideCell muted>
        <span className="sr-only">{what} </span>
        <RelativeTime at={ends} now={now} />
      </WideCell>
      <Td actions>
        {open ? <InvitationMenu id={id} email={email} role={role} mine={mine} may={may} /> : null}
      </Td>
    </Tr>
  );
}
