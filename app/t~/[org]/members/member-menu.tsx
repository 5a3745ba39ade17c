'use client';

import { Ellipsis, Mail, UserMinus, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { onDemand } from '@/components/ui/on-demand';
import type { Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { copyEmail } from './copy-email';
import type { MemberLine } from './member-line';
import { RoleChoices } from './role-choices';
import { fixedBecause } from './role-options';
import { useRoleChange } from './use-role-change';

// The longest dialog of the page, and few open it.
const removal = onDemand(() => import('./remove-member'));

type MemberMenuProps = {
  line: MemberLine;
  mine: Role;
  orgName: string;
  may: { changeRole: boolean; remove: boolean; invite: boolean };
};

/** What can be done with one member. */
export function MemberMenu({ line, mine, orgName, may }: MemberMenuProps) {
  const [removing, setRemoving] = useState(false);
  const part = removal.usePart({ wanted: removing, open: removing, close: () => setRemoving(false) });
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
        <MenuItem icon={<UserRound />} href={orgPaths.member(line.id)}>
          What they have
        </MenuItem>
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
      {part ? (
        <part.RemoveMember
          who={{ id: line.id, name: line.title, email: line.email, role: line.role }}
          orgName={orgName}
          mayInvite={may.invite}
          close={() => setRemoving(false)}
        />
      ) : null}
    </>
  );
}
