'use client';

import { ShareDialog, type ShareDialogProps } from '../../../_access/share-dialog';
import { shareConversation, unshareConversation } from './actions';

type ShareConversationProps = Omit<ShareDialogProps, 'share' | 'unshare'> & { conversation: string };

/** Who has access to a conversation, and sharing it. */
export function ShareConversation({ conversation, ...props }: ShareConversationProps) {
  return (
    <ShareDialog
      {...props}
      share={(input) => shareConversation({ conversation, ...input })}
      unshare={(input) => unshareConversation({ conversation, ...input })}
    />
  );
}
