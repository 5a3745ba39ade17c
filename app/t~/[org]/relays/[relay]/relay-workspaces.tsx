'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Fieldset } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { RadioCards } from '@/components/ui/radio-group';
import { changeRelayWorkspaces } from '../actions';

type Workspace = { id: string; name: string; carried: boolean };
type RelayWorkspacesProps = { relay: string; everywhere: boolean; workspaces: Workspace[] };

const REACH = [
  { value: 'all', label: 'All workspaces', hint: 'Including sub-teams you create later.' },
  { value: 'chosen', label: 'Selected workspaces', hint: 'Members of all of them can be given edit access.' },
];

/** The workspaces that use a relay, and a dialog to change them. For owners and admins. */
export function RelayWorkspaces({ relay, everywhere, workspaces }: RelayWorkspacesProps) {
  const [editing, setEditing] = useState(false);
  const carried = workspaces.filter((one) => one.carried);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="flex min-w-0 flex-wrap gap-1.5">
        {everywhere ? (
          <Badge>All workspaces</Badge>
        ) : carried.length > 0 ? (
          carried.map(({ id, name }) => <Badge key={id}>{name}</Badge>)
        ) : (
          'None'
        )}
      </p>
      <Button onClick={() => setEditing(true)}>Change…</Button>
      {editing ? <ChangeWorkspaces {...{ relay, everywhere, workspaces }} onOpenChange={setEditing} /> : null}
    </div>
  );
}

type ChangeWorkspacesProps = RelayWorkspacesProps & { onOpenChange: (open: boolean) => void };

function ChangeWorkspaces({ relay, everywhere, workspaces, onOpenChange }: ChangeWorkspacesProps) {
  const [reach, setReach] = useState(everywhere ? 'all' : 'chosen');
  const [chosen, setChosen] = useState(
    () => new Set(workspaces.filter((one) => one.carried).map(({ id }) => id)),
  );
  const toggle = (id: string, on: boolean) =>
    setChosen((now) => {
      const next = new Set(now);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <Dialog open onOpenChange={onOpenChange} title="Change workspaces">
      <ActionForm
        action={changeRelayWorkspaces}
        toInput={() => ({ relay, workspaces: reach === 'all' ? ('all' as const) : [...chosen] })}
        doneMessage="Saved"
        aria-label="Change workspaces"
      >
        <FormRows>
          <RadioCards
            aria-label="Which workspaces use this relay"
            options={REACH}
            value={reach}
            onValueChange={setReach}
          />
          {reach === 'chosen' ? (
            <Fieldset legend="Workspaces">
              <div className="grid max-h-64 gap-2 overflow-y-auto">
                {workspaces.map(({ id, name }) => (
                  <CheckboxRow
                    key={id}
                    label={name}
                    checked={chosen.has(id)}
                    onChange={(event) => toggle(id, event.target.checked)}
                  />
                ))}
              </div>
            </Fieldset>
          ) : null}
          <FormError />
        </FormRows>
        <DialogFooter>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <SubmitButton>Save</SubmitButton>
        </DialogFooter>
      </ActionForm>
    </Dialog>
  );
}
