'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import type { Role } from '@/lib/access/permissions';
import { orgPaths } from '@/lib/routes';
import { RemoveMember } from '../remove-member';

type OffboardProps = {
  who: { id: string; name: string; email: string; role: Role };
  orgName: string;
  mayInvite: boolean;
};

/** The end of a member's page: removing them, after saying what they lose. */
export function Offboard({ who, orgName, mayInvite }: OffboardProps) {
  const [asking, setAsking] = useState(false);
  return (
    <DangerZone>
      <DangerRow
        title={`Remove ${who.name}`}
        description="You see all that they lose and own before it happens, and can hand that over."
        action={
          <Button variant="danger" onClick={() => setAsking(true)}>
            Remove…
          </Button>
        }
      />
      {asking ? (
        <RemoveMember
          who={who}
          orgName={orgName}
          mayInvite={mayInvite}
          close={() => setAsking(false)}
          doneHref={orgPaths.members()}
        />
      ) : null}
    </DangerZone>
  );
}
