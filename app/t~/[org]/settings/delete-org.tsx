'use client';

import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { useAway } from '@/components/form/use-away';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { Content } from '@/lib/data/org-contents';
import { countContents, removeOrg } from './actions';

type DeleteOrgProps = { slug: string; name: string };

/** Deletes the organization, after what will go was counted and its slug was typed. */
export function DeleteOrg({ slug, name }: DeleteOrgProps) {
  const [open, setOpen] = useState(false);
  const [contents, setContents] = useState<Content[]>();
  const counting = useAction(countContents, { onDone: setContents });
  const { run, pending, error, reset } = useAway(removeOrg);
  const change = (next: boolean) => {
    reset();
    setOpen(next);
    if (next) counting.run({});
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      trigger={<Button variant="danger">Delete {name}</Button>}
      title={`Delete ${name}?`}
      description="It is gone at once, for everybody in it, at every address it has."
      items={contents}
      keeps={<Keeps />}
      typed={slug}
      act={`Delete ${name}`}
      pending={pending}
      error={error}
      onConfirm={() => run({ slug })}
    >
      {contents ? null : <Counting failed={counting.error} />}
    </ConfirmDialog>
  );
}

function Keeps() {
  return (
    <>
      For 30 days an owner can bring it back as it is now, from “My organizations”, and nobody else can take
      its address. After that all of this is gone for good. People keep their accounts.
    </>
  );
}

/** The place of the list, while the rows are counted. */
function Counting({ failed }: { failed: { message: string; code: string } | null }) {
  if (failed) return <FormError error={failed} />;
  return (
    <div role="status" className="grid gap-px">
      <span className="sr-only">Counting what will go</span>
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} className="h-8" />
      ))}
    </div>
  );
}
