'use client';

import { Ellipsis, Mail, MailX, Send } from 'lucide-react';
import { useState } from 'react';
import { ActionMenuItem } from '@/components/form/action-menu-item';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { canGrant } from '@/lib/access/can';
import type { Role } from '@/lib/access/permissions';
import { copyEmail } from '../members/copy-email';
import { resendInvitation, withdrawInvitation } from './actions';

type InvitationMenuProps = {
  id: string;
  email: string;
  role: Role;
  mine: Role;
  may: { resend: boolean; withdraw: boolean };
};

/** What can be done with one open invitation. */
export function InvitationMenu({ id, email, role, mine, may }: InvitationMenuProps) {
  const [withdrawing, setWithdrawing] = useState(false);
  const reason = canGrant(mine, null, role) ? undefined : 'Only an owner can do that for an owner.';
  return (
    <>
      <Menu
        label={`Acts on the invitation of ${email}`}
        trigger={
          <IconButton label={`Acts on the invitation of ${email}`} icon={<Ellipsis />} data-row-menu />
        }
      >
        {may.resend ? (
          <ActionMenuItem
            icon={<Send />}
            reason={reason}
            action={resendInvitation}
            input={{ invitation: id }}
            doneMessage={`Sent to ${email} again`}
          >
            Resend
          </ActionMenuItem>
        ) : null}
        <MenuItem icon={<Mail />} onSelect={() => copyEmail(email)}>
          Copy e-mail
        </MenuItem>
        {may.withdraw ? (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<MailX />} reason={reason} onSelect={() => setWithdrawing(true)}>
              Withdraw…
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {withdrawing ? (
        <ConfirmAction
          open
          onOpenChange={setWithdrawing}
          action={withdrawInvitation}
          input={{ invitation: id }}
          title={`Withdraw the invitation of ${email}?`}
          description="The link in their mail stops working at once. You can invite them again later."
          act="Withdraw invitation"
          doneMessage={`The invitation of ${email} was withdrawn`}
        />
      ) : null}
    </>
  );
}
