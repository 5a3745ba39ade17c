'use client';

import { FolderPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Action } from '@/components/form/action-result';
import { useAction } from '@/components/form/use-action';
import { BulkBar } from '@/components/table/bulk-bar';
import { useSelection } from '@/components/table/selection';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/dropdown-menu';
import { toast } from '@/components/ui/toast-store';

/** Rows of another resource that the selected ones can be put with. */
export type BulkTie = { to: string; one: string; options: { id: string; name: string }[] };

type RecordBulkProps = {
  resource: string;
  noun: { one: string; many: string };
  ties: BulkTie[];
  remove: Action<{ resource: string; ids: string[] }, { done: number }> | null;
  tie: Action<
    { resource: string; to: string; ids: string[]; other: string; tied: boolean },
    { done: number }
  > | null;
};

/** What can be done with all that is selected. */
export function RecordBulk({ resource, noun, ties, remove, tie }: RecordBulkProps) {
  const { selected, clear } = useSelection();
  const [asking, setAsking] = useState(false);
  const count = selected.length;
  const called = `${count.toLocaleString('en')} ${count === 1 ? noun.one : noun.many}`;
  return (
    <>
      <BulkBar noun={{ one: 'selected', many: 'selected' }}>
        {tie
          ? ties.map((one) => (
              <TieMenu key={one.to} {...one} resource={resource} ids={selected} act={tie} after={clear} />
            ))
          : null}
        {remove ? (
          <Button icon={<Trash2 />} onClick={() => setAsking(true)}>
            Delete
          </Button>
        ) : null}
      </BulkBar>
      {remove && asking ? (
        <DeleteMany
          called={called}
          ids={selected}
          resource={resource}
          remove={remove}
          close={(done) => {
            setAsking(false);
            if (done) clear();
          }}
        />
      ) : null}
    </>
  );
}

type TieMenuProps = BulkTie & {
  resource: string;
  ids: string[];
  act: NonNullable<RecordBulkProps['tie']>;
  after: () => void;
};

function TieMenu({ to, one, options, resource, ids, act, after }: TieMenuProps) {
  const { run, pending } = useAction(act);
  const put = async ({ id: other, name }: { id: string; name: string }) => {
    const result = await run({ resource, to, ids, other, tied: true });
    if (!result) return;
    if (!result.ok) return toast({ title: result.message, code: result.code, tone: 'red' });
    const done = result.data?.done ?? 0;
    toast({
      title: done ? `${done.toLocaleString('en')} added to ${name}` : `All were in ${name} already`,
      tone: 'green',
    });
    after();
  };
  return (
    <Menu
      side="top"
      align="center"
      label={`Add to ${one}`}
      trigger={
        <Button icon={<FolderPlus />} pending={pending}>
          Add to {one}
        </Button>
      }
    >
      <MenuLabel>{options.length ? `Choose a ${one}` : `There is no ${one} yet`}</MenuLabel>
      {options.map((option) => (
        <MenuItem key={option.id} onSelect={() => put(option)}>
          {option.name}
        </MenuItem>
      ))}
    </Menu>
  );
}

type DeleteManyProps = {
  called: string;
  ids: string[];
  resource: string;
  remove: NonNullable<RecordBulkProps['remove']>;
  close: (done: boolean) => void;
};

function DeleteMany({ called, ids, resource, remove, close }: DeleteManyProps) {
  // The selection empties while rows go: the question keeps what it asked.
  const [asked] = useState({ called, ids });
  const { run, pending, error } = useAction(remove, {
    onDone: (data) => {
      toast({ title: `${(data?.done ?? 0).toLocaleString('en')} deleted`, tone: 'green' });
      close(true);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close(false)}
      title={`Delete ${asked.called}?`}
      description="This can’t be taken back. What was deleted stays in the audit log."
      act={`Delete ${asked.called}`}
      pending={pending}
      error={error}
      onConfirm={() => run({ resource, ids: asked.ids })}
    />
  );
}
