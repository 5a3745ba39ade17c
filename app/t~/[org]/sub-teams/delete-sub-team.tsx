'use client';

import { useEffect, useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-store';
import type { Content } from '@/lib/data/org-contents';
import { countSubTeam, removeSubTeam } from './actions';
import type { SubTeamLine } from './line';

/** Deletes a sub-team, after what will go was counted and its address was typed. */
export function DeleteSubTeam({ line, close }: { line: SubTeamLine; close: () => void }) {
  const { id, name, slug } = line;
  const [contents, setContents] = useState<Content[]>();
  const counting = useAction(countSubTeam, { onDone: setContents });
  const { run, pending, error } = useAction(removeSubTeam, {
    onDone: () => {
      close();
      toast({ title: `${name} was deleted. It can be restored for 30 days.` });
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted once, when the dialog opens
  useEffect(() => {
    counting.run({ subTeam: id });
  }, []);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Delete ${name}?`}
      description="It is gone at once, for everybody in it, with what is in its workspace:"
      items={contents}
      keeps="For 30 days an owner or admin can bring it back as it is now. After that this is gone for good. Members, other sub-teams and the organization stay as they are."
      typed={slug}
      act={`Delete ${name}`}
      pending={pending}
      error={error}
      onConfirm={() => run({ subTeam: id, slug })}
    >
      {contents ? null : counting.error ? (
        <FormError error={counting.error} />
      ) : (
        <div role="status" className="grid gap-px">
          <span className="sr-only">Counting what will go</span>
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      )}
    </ConfirmDialog>
  );
}
