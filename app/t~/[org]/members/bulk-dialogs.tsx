'use client';

import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { Candidate } from '../_finder/finder';
import { HeirPicker } from '../_offboard/heir-picker';
import { invitationsCounted, membersCounted } from './counted';

export { Results } from './results';

type Asked = { pending: boolean; close: () => void; act: () => Promise<void> };

/** Asks before many members are removed. */
export function RemoveMany({
  orgName,
  members,
  invitations,
  pending,
  close,
  act,
}: Omit<Asked, 'act'> & {
  orgName: string;
  members: number;
  invitations: number;
  act: (heir?: string) => Promise<void>;
}) {
  const [heir, setHeir] = useState<Candidate | null>(null);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Remove ${membersCounted(members)} from ${orgName}?`}
      items={[
        { label: 'Members who lose their role, teams, sub-teams and all access here', count: members },
        ...(invitations ? [{ label: 'Invitations, which stay as they are', count: invitations }] : []),
      ]}
      keeps="Their accounts and their other organizations stay as they are. To come back they need a new invitation."
      act={`Remove ${membersCounted(members)}`}
      pending={pending}
      onConfirm={async () => {
        await act(heir?.id);
        close();
      }}
    >
      <HeirPicker
        heir={heir}
        onChoose={setHeir}
        says="What they own by name. Without a choice it is left to the organization’s owners and admins."
      />
    </ConfirmDialog>
  );
}

/** Asks before many invitations are withdrawn. */
export function WithdrawMany({ n, pending, close, act }: Asked & { n: number }) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Withdraw ${invitationsCounted(n)}?`}
      description="The links in these mails stop working at once. You can invite the same addresses again later."
      act={`Withdraw ${invitationsCounted(n)}`}
      pending={pending}
      onConfirm={async () => {
        await act();
        close();
      }}
    />
  );
}
