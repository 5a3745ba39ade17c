'use client';

import { ShareDialog, type ShareDialogProps } from '../../../../_access/share-dialog';
import { shareRecord, unshareRecord } from '../actions';

type ShareRecordProps = Omit<ShareDialogProps, 'share' | 'unshare'> & { resource: string; id: string };

/** Who has access to a row of a resource, and sharing it. */
export function ShareRecord({ resource, id, ...props }: ShareRecordProps) {
  return (
    <ShareDialog
      {...props}
      share={(input) => shareRecord({ resource, id, ...input })}
      unshare={(input) => unshareRecord({ resource, id, ...input })}
    />
  );
}
