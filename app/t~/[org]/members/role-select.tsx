'use client';

import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Reason } from '@/components/ui/reason';
import { Select } from '@/components/ui/select';
import { ROLE_LABELS, type Role } from '@/lib/access/permissions';
import type { MemberLine } from './member-line';
import { fixedBecause, roleOptions, withArticle } from './role-options';
import { useRoleChange } from './use-role-change';

/** A member's role, changed where it stands. What can't be changed now says why. */
export function RoleSelect({ line, mine }: { line: MemberLine; mine: Role }) {
  const [wanted, setWanted] = useState<Role | null>(null);
  const [asking, setAsking] = useState(false);
  const { change, pending } = useRoleChange(line, mine);
  const fixed = fixedBecause(line, mine);

  const apply = async (role: Role) => {
    setWanted(role);
    await change(role);
    setWanted(null);
    setAsking(false);
  };
  const pick = (role: Role) => {
    if (role === line.role) return;
    if (!line.you) return void apply(role);
    setWanted(role);
    setAsking(true);
  };

  const select = (
    <Select
      size="sm"
      aria-label={`Role of ${line.title}`}
      value={wanted ?? line.role}
      options={roleOptions(mine, line.role)}
      disabled={pending || fixed !== null}
      onValueChange={(value) => pick(value as Role)}
      className="w-24 border-transparent bg-transparent shadow-none hover:not-disabled:bg-hover disabled:bg-transparent disabled:text-ink-2 pointer-coarse:w-28"
    />
  );
  if (fixed) return <Reason why={fixed}>{select}</Reason>;
  return (
    <>
      {select}
      {line.you && wanted ? (
        <ConfirmDialog
          open={asking}
          onOpenChange={(open) => {
            setAsking(open);
            if (!open) setWanted(null);
          }}
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
