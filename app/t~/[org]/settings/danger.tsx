'use client';

import { Button } from '@/components/ui/button';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import { Reason } from '@/components/ui/reason';
import type { Role } from '@/lib/access/permissions';
import { DeleteOrg } from './delete-org';
import { Leave } from './leave';
import { Transfer } from './transfer';

type DangerProps = {
  slug: string;
  name: string;
  role: Role;
  mayTransfer: boolean;
  mayDelete: boolean;
  lastOwner: boolean;
};

/** What changes who decides here, and the way out. */
export function Danger({ slug, name, role, mayTransfer, mayDelete, lastOwner }: DangerProps) {
  return (
    <div id="danger" className="scroll-mt-20">
      <DangerZone>
        {mayTransfer ? (
          <DangerRow
            title="Transfer ownership"
            description="Another member becomes owner, and you become an admin."
            action={<Transfer slug={slug} />}
          />
        ) : null}
        <DangerRow
          title="Leave the organization"
          description={
            lastOwner
              ? 'You are the only owner, and an organization keeps at least one. Transfer ownership first.'
              : 'You lose access at once. Somebody has to invite you to come back.'
          }
          action={lastOwner ? <CannotLeave name={name} /> : <Leave name={name} role={role} />}
        />
        {mayDelete ? (
          <DangerRow
            title="Delete the organization"
            description="Gone at once for everybody in it. An owner can bring it back for 30 days."
            action={<DeleteOrg slug={slug} name={name} />}
          />
        ) : null}
      </DangerZone>
    </div>
  );
}

function CannotLeave({ name }: { name: string }) {
  return (
    <Reason why="Transfer ownership first">
      <Button disabled>Leave {name}</Button>
    </Reason>
  );
}
