'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DangerRow, DangerZone } from '@/components/ui/danger-zone';
import { orgPaths } from '@/lib/routes';
import { countTeam, removeTeam } from '../actions';
import type { TeamLine } from '../line';

/** The end of the page: deleting the team, after saying what goes with it. */
export function DeleteTeam({ team }: { team: TeamLine }) {
  const [asking, setAsking] = useState(false);
  const [contents, setContents] = useState<{ members: number; grants: number }>();
  const router = useRouter();
  const counting = useAction(countTeam, { onDone: setContents });
  const { run, pending, error } = useAction(removeTeam, { onDone: () => router.push(orgPaths.teams()) });
  const ask = () => {
    setContents(undefined);
    setAsking(true);
    counting.run({ team: team.id });
  };
  return (
    <DangerZone>
      <DangerRow
        title="Delete this team"
        description="What its members have through it alone, they lose at once."
        action={
          <Button variant="danger" onClick={ask}>
            Delete…
          </Button>
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${team.name}?`}
        items={
          contents && [
            { label: 'Members who are in it', count: contents.members },
            { label: 'Things shared with it, whose sharing ends', count: contents.grants },
          ]
        }
        keeps="The members stay in the organization with their roles and with what is shared with them directly. What was shared stays where it is."
        act={`Delete ${team.name}`}
        pending={pending}
        error={error}
        onConfirm={() => run({ team: team.id })}
      >
        <FormError error={counting.error} />
      </ConfirmDialog>
    </DangerZone>
  );
}
