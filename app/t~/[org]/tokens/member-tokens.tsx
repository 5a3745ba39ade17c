import { ActionButton } from '@/components/form/action-button';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status } from '@/components/ui/status';
import type { MemberTokenRow } from '@/lib/data/org-tokens';
import { toUlid } from '@/lib/ids';
import { setTokenBlocked } from './actions';

type MemberTokensProps = { rows: MemberTokenRow[]; now: number; mayBlock: boolean };

/** Members' own tokens that were used or are blocked here. */
export function MemberTokens({ rows, now, mayBlock }: MemberTokensProps) {
  return (
    <Table label="Members’ own tokens">
      <Thead>
        <Tr>
          <Th width="100%">Member</Th>
          <Th width="10rem">Token</Th>
          <Th width="7rem">State</Th>
          <Th width="10rem">Last used</Th>
          <Th srOnly width={96}>
            Actions
          </Th>
        </Tr>
      </Thead>
      <Tbody>
        {rows.map((row) => {
          const blocked = row.blocked_at !== null;
          return (
            <Tr key={row.token_id}>
              <PrimaryCell title={row.name} detail={row.email} />
              <Td label="Token" mono>{`rwh_usr_…${row.tail}`}</Td>
              <Td label="State">
                <Status tone={blocked ? 'red' : 'green'}>{blocked ? 'Blocked' : 'Active'}</Status>
              </Td>
              <Td label="Last used" muted>
                {row.last_used_at ? <RelativeTime at={row.last_used_at} now={now} /> : 'Not since joining'}
                <span className="block truncate font-mono text-xs text-ink-3">{row.last_used_ip}</span>
              </Td>
              <Td actions>
                {mayBlock ? (
                  <ActionButton
                    size="sm"
                    action={setTokenBlocked}
                    input={{ token: toUlid(row.token_id), blocked: !blocked }}
                    doneMessage={blocked ? 'Token unblocked' : 'Token blocked'}
                    aria-label={`${blocked ? 'Unblock' : 'Block'} the token of ${row.name} that ends in ${row.tail}`}
                  >
                    {blocked ? 'Unblock' : 'Block'}
                  </ActionButton>
                ) : null}
              </Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}
