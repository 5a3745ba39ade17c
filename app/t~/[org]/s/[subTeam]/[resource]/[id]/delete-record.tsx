'use client';

import { Trash2 } from 'lucide-react';
import { ConfirmAction } from '@/components/form/confirm-action';
import { Button } from '@/components/ui/button';
import { removeRecords } from '../actions';

type DeleteRecordProps = { resource: string; id: string; name: string; one: string; listHref: string };

/** Asks, then deletes the row that the page is about. */
export function DeleteRecord({ resource, id, name, one, listHref }: DeleteRecordProps) {
  return (
    <ConfirmAction
      title={`Delete ${name}?`}
      description="This can’t be taken back. What was deleted stays in the audit log."
      act={`Delete ${one}`}
      action={removeRecords}
      input={{ resource, ids: [id] }}
      doneMessage={`${name} deleted`}
      doneHref={listHref}
      trigger={<Button icon={<Trash2 />}>Delete</Button>}
    />
  );
}
