'use client';

import { Ellipsis, Mail, UserMinus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { buildHref } from '@/components/table/query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast-store';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { removeMember } from './actions';
import { copyEmail } from './copy-email';
import type { MemberLine } from './member-line';
import { RoleChoices } from './role-choices';
import { fixedBecause } from './role-options';
import { useRoleChange } from './use-role-change';

type MemberMenuProps = {
  line: MemberLine;
  mine: Role;
  orgName: string;
  may: { changeRole: boolean; remove: boolean; invite: boolean };
};

/** What can be done with one member. */
export function MemberMenu({ line, mine, orgName, may }: MemberMenuProps) {
  const [removing, setRemoving] = useState(false);
  const { change } = useRoleChange(line, mine);
  const fixed = fixedBecause(line, mine);
  return (
    <>
      <Menu
        label={`Acts on ${line.title}`}
        trigger={<IconButton label={`Acts on ${line.title}`} icon={<Ellipsis />} data-row-menu />}
      >
        {may.changeRole && !line.you && !fixed ? (
          <>
            <MenuLabel>Role</MenuLabel>
            <RoleChoices mine={mine} from={line.role} onChoose={change} />
            <MenuSeparator />
          </>
        ) : null}
        <MenuItem icon={<Mail />} onSelect={() => copyEmail(line.email)}>
          Copy e-mail
        </MenuItem>
        {may.remove ? (
          <>
            <MenuSeparator />
            <MenuItem
              danger
              icon={<UserMinus />}
              reason={line.you ? 'Leave the organization in its settings.' : (fixed ?? undefined)}
              onSelect={() => setRemoving(true)}
            >
              Remove…
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {removing ? (
        <RemoveDialog line={line} orgName={orgName} mayInvite={may.invite} close={() => setRemoving(false)} />
      ) : null}
    </>
  );
}

type RemoveDialogProps = { line: MemberLine; orgName: string; mayInvite: boolean; close: () => void };

function RemoveDialog({ line, orgName, mayInvite, close }: RemoveDialogProps) {
  const router = useRouter();
  const again = { label: 'Invite again', onClick: () => router.push(inviteHref(line)) };
  const { run, pending, error } = useAction(removeMember, {
    onDone: () => {
      close();
      toast({ title: `${line.title} was removed`, ...(mayInvite && { action: again }) });
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Remove ${line.title} from ${orgName}?`}
      description={`${line.email} loses:`}
      items={[
        { label: `Their role as ${ROLE_LABELS[line.role].label.toLowerCase()}` },
        { label: 'All access to this organization, from their next click on' },
      ]}
      keeps="Their account and their other organizations stay as they are. To come back they need a new invitation."
      act={`Remove ${line.title}`}
      pending={pending}
      error={error}
      onConfirm={() => run({ member: line.id })}
    />
  );
}

/** The invitation page, filled in for somebody who was just removed. */
const inviteHref = ({ email, role }: MemberLine): string =>
  buildHref(orgPaths.invite, {}, { to: email, role });
