'use client';

import { MailX, Send, UserCog, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { BulkBar } from '@/components/table/bulk-bar';
import { useSelection } from '@/components/table/selection';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/dropdown-menu';
import { onDemand } from '@/components/ui/on-demand';
import type { Role } from '@/lib/access/permissions';
import { resendManyInvitations, withdrawManyInvitations } from '../invitations/actions';
import { changeMemberRoles, removeManyMembers } from './actions';
import { invitationsCounted, membersCounted } from './counted';
import { roleOptions, withArticle } from './role-options';
import { useBulk } from './use-bulk';

// Wanted from the first row that is selected on.
const dialogs = onDemand(() => import('./bulk-dialogs'));

type BulkActsProps = {
  lines: { id: string; kind: 'member' | 'invitation' }[];
  mine: Role;
  orgName: string;
  may: { changeRole: boolean; remove: boolean; resend: boolean; withdraw: boolean };
};

/**
 * What can be done with all that is selected. Each act takes those it is for, and tells of each what became of it.
 * The dialogs stand outside of the bar: they stay when the selected rows, and so the bar, have gone.
 */
export function BulkActs({ lines, mine, orgName, may }: BulkActsProps) {
  const { selected } = useSelection();
  const { pending, results, act, undo, closeResults } = useBulk();
  const [asking, setAsking] = useState<'remove' | 'withdraw' | null>(null);

  const chosen = lines.filter(({ id }) => selected.includes(id));
  const members = chosen.filter(({ kind }) => kind === 'member').map(({ id }) => id);
  const invitations = chosen.filter(({ kind }) => kind === 'invitation').map(({ id }) => id);
  const part = dialogs.usePart({
    wanted: selected.length > 0 || results !== null,
    open: asking !== null || results !== null,
    close: () => setAsking(null),
  });
  const mixed = members.length > 0 && invitations.length > 0;

  const changeTo = (role: Role) =>
    act(() => changeMemberRoles({ members, role }), {
      did: (n) => `${membersCounted(n)} ${n === 1 ? `is ${withArticle(role)}` : `are ${role}s`} now`,
      undo: (ids, before) => changeMemberRoles({ members: ids, role: before }),
      to: role,
    });
  const remove = (heir?: string) =>
    act(() => removeManyMembers({ members, ...(heir && { heir }) }), {
      did: (n) => `${membersCounted(n)} removed`,
    });
  const resend = () =>
    act(() => resendManyInvitations({ invitations }), { did: (n) => `${invitationsCounted(n)} sent again` });
  const withdraw = () =>
    act(() => withdrawManyInvitations({ invitations }), { did: (n) => `${invitationsCounted(n)} withdrawn` });

  return (
    <>
      <BulkBar noun={{ one: 'selected', many: 'selected' }}>
        {members.length && may.changeRole ? (
          <Menu
            side="top"
            align="center"
            trigger={
              <Button icon={<UserCog />} pending={pending}>
                Change role
                <Of mixed={mixed} n={members.length} />
              </Button>
            }
          >
            <MenuLabel>
              Make {members.length === 1 ? 'this member' : `these ${members.length} members`}
            </MenuLabel>
            {roleOptions(mine, null).map(({ value, label, disabled }) => (
              <MenuItem
                key={value}
                reason={disabled ? 'Only an owner can make an owner.' : undefined}
                onSelect={() => changeTo(value)}
              >
                {label}
              </MenuItem>
            ))}
          </Menu>
        ) : null}
        {members.length && may.remove ? (
          <Button icon={<UserMinus />} pending={pending} onClick={() => setAsking('remove')}>
            Remove
            <Of mixed={mixed} n={members.length} />
          </Button>
        ) : null}
        {invitations.length && may.resend ? (
          <Button icon={<Send />} pending={pending} onClick={resend}>
            Resend
            <Of mixed={mixed} n={invitations.length} />
          </Button>
        ) : null}
        {invitations.length && may.withdraw ? (
          <Button icon={<MailX />} pending={pending} onClick={() => setAsking('withdraw')}>
            Withdraw
            <Of mixed={mixed} n={invitations.length} />
          </Button>
        ) : null}
      </BulkBar>
      {part && asking === 'remove' ? (
        <part.RemoveMany
          orgName={orgName}
          members={members.length}
          invitations={invitations.length}
          pending={pending}
          close={() => setAsking(null)}
          act={remove}
        />
      ) : null}
      {part && asking === 'withdraw' ? (
        <part.WithdrawMany
          n={invitations.length}
          pending={pending}
          close={() => setAsking(null)}
          act={withdraw}
        />
      ) : null}
      {part && results ? <part.Results {...results} undo={undo} close={closeResults} /> : null}
    </>
  );
}

/** How many of a mixed selection an act is for. */
const Of = ({ mixed, n }: { mixed: boolean; n: number }) =>
  mixed ? <span className="text-ink-3 tabular-nums">{n}</span> : null;
