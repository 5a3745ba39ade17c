'use client';

import { ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu } from '@/components/ui/dropdown-menu';
import { Reason } from '@/components/ui/reason';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { MemberLine } from './member-line';
import { RoleChoices } from './role-choices';
import { fixedBecause, withArticle } from './role-options';
import { useRoleChange } from './use-role-change';

// Above the row's link.
const look =
  'group/role relative z-1 -ml-2 inline-flex h-7 items-center gap-1 rounded-control px-2 text-ink not-disabled:hover:bg-hover data-[state=open]:bg-hover disabled:text-ink-2';

/** A member's role, changed where it stands. What can't be changed now says why. */
export function RolePicker({ line, mine }: { line: MemberLine; mine: Role }) {
  const [wanted, setWanted] = useState<Role | null>(null);
  const [asking, setAsking] = useState(false);
  const { change, pending } = useRoleChange(line, mine);
  const fixed = fixedBecause(line, mine);

  const apply = async (role: Role) => {
    setWanted(role);
    await change(role);
    setAsking(false);
    setWanted(null);
  };
  const pick = (role: Role) => {
    if (role === line.role) return;
    if (!line.you) return void apply(role);
    setWanted(role);
    setAsking(true);
  };

  const { label } = ROLE_LABELS[asking ? line.role : (wanted ?? line.role)];
  if (fixed) {
    return (
      <Reason why={fixed}>
        <button type="button" disabled className={look}>
          {label}
        </button>
      </Reason>
    );
  }
  return (
    <>
      <Menu
        align="start"
        label={`Role of ${line.title}`}
        trigger={
          <button
            type="button"
            aria-label={`Role of ${line.title}: ${label}`}
            aria-busy={pending}
            className={look}
          >
            {label}
            <ChevronsUpDown className="size-3! text-ink-3 opacity-60 group-hover/role:opacity-100" />
          </button>
        }
      >
        <RoleChoices mine={mine} from={line.role} onChoose={pick} />
      </Menu>
      {line.you && wanted ? (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={`Make yourself ${withArticle(wanted)}?`}
          description={`You are ${withArticle(line.role)} now. ${ROLE_LABELS[wanted].sentence} Somebody else has to give you your role back.`}
          act={`Become ${withArticle(wanted)}`}
          tone="primary"
          pending={pending}
          onConfirm={() => apply(wanted)}
        />
      ) : null}
    </>
  );
}
