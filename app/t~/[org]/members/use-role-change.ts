'use client';

import { useAction } from '@/components/form/use-action';
import { toast } from '@/components/ui/toast-store';
import { canGrant } from '@/lib/access/can';
import type { Role } from '@/lib/access/permissions';
import { changeMemberRole } from './actions';
import type { MemberLine } from './member-line';
import { withArticle } from './role-options';

/** Changes one member's role, says so, and offers the way back where there is one. */
export function useRoleChange(line: MemberLine, mine: Role) {
  const { run, pending } = useAction(changeMemberRole);

  const change = async (role: Role): Promise<boolean> => {
    const result = await run({ member: line.id, role });
    if (!result) return false;
    if (!result.ok) {
      toast({ title: result.message, code: result.code, tone: 'red' });
      return false;
    }
    const before = result.data?.before as Role | undefined;
    // Whoever gave up their own role may lack the one to take it back.
    const undoable = before && before !== role && canGrant(line.you ? role : mine, role, before);
    toast({
      title: `${line.you ? 'You are' : `${line.title} is`} ${withArticle(role)} now`,
      tone: 'green',
      ...(undoable && { action: { label: 'Undo', onClick: () => undo(before) } }),
    });
    return true;
  };

  const undo = async (role: Role) => {
    const result = await run({ member: line.id, role });
    if (!result) return;
    if (result.ok) toast({ title: `${line.title} is ${withArticle(role)} again` });
    else toast({ title: result.message, code: result.code, tone: 'red' });
  };

  return { change, pending };
}
