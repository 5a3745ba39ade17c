'use client';

import { Ellipsis, Pause, Pencil, Play, Send } from 'lucide-react';
import { useState } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { ActionForm } from '@/components/form/action-form';
import { ActionMenuItem } from '@/components/form/action-menu-item';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Menu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import type { RelayLine } from '@/lib/shell/relay-line';
import { editRelay, setRelayPaused, testRelay } from '../actions';

type RelayActsProps = { line: RelayLine; may: { change: boolean; test: boolean } };

/** What can be done with a relay. */
export function RelayActs({ line, may }: RelayActsProps) {
  const [editing, setEditing] = useState(false);
  const { id: relay, state } = line;
  const paused = state === 'paused';
  return (
    <>
      {may.test && !paused ? (
        <ActionButton action={testRelay} input={{ relay }} variant="primary" icon={<Send />}>
          Send a test
        </ActionButton>
      ) : null}
      {may.change && paused ? (
        <ActionButton
          action={setRelayPaused}
          input={{ relay, paused: false }}
          variant="primary"
          icon={<Play />}
        >
          Resume
        </ActionButton>
      ) : null}
      {may.change ? (
        <Menu label="More acts" trigger={<IconButton label="More acts" icon={<Ellipsis />} />}>
          <MenuItem icon={<Pencil />} onSelect={() => setEditing(true)}>
            Edit…
          </MenuItem>
          {paused ? null : (
            <ActionMenuItem action={setRelayPaused} input={{ relay, paused: true }} icon={<Pause />}>
              Pause
            </ActionMenuItem>
          )}
        </Menu>
      ) : null}
      {editing ? <EditRelay line={line} onOpenChange={setEditing} /> : null}
    </>
  );
}

function EditRelay({ line, onOpenChange }: { line: RelayLine; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open onOpenChange={onOpenChange} title={`Edit ${line.name}`}>
      <ActionForm
        action={editRelay}
        toInput={({ name, url }) => ({
          relay: line.id,
          name: String(name ?? ''),
          ...(line.echo ? {} : { url: String(url ?? '') }),
        })}
        doneMessage="Saved"
        aria-label="Edit the relay"
      >
        <FormRows>
          <Field name="name" label="Name">
            <Input defaultValue={line.name} maxLength={80} autoComplete="off" />
          </Field>
          {line.echo ? null : (
            <Field name="url" label="Address" hint="What waits goes to the new address.">
              <Input
                mono
                defaultValue={line.url ?? ''}
                maxLength={2000}
                autoComplete="off"
                spellCheck={false}
              />
            </Field>
          )}
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
