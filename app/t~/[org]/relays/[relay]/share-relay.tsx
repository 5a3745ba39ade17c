'use client';

import { ShareDialog, type ShareDialogProps } from '../../_access/share-dialog';
import { shareRelay, unshareRelay } from '../actions';

type ShareRelayProps = Omit<ShareDialogProps, 'share' | 'unshare'> & { relay: string };

/** Who has access to a relay, and sharing it. */
export function ShareRelay({ relay, ...props }: ShareRelayProps) {
  return (
    <ShareDialog
      {...props}
      share={(input) => shareRelay({ relay, ...input })}
      unshare={(input) => unshareRelay({ relay, ...input })}
    />
  );
}
