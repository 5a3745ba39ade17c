'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { orgPaths } from '@/lib/routes';
import { beginConversation } from './actions';

export type RelayChoice = { id: string; name: string; paused: boolean };

/** The button that opens a dialog to start a conversation. Without a relay there is no way out, and it says so. */
export function NewConversation({ slug, relays }: { slug: string; relays: RelayChoice[] }) {
  const router = useRouter();
  const [first] = relays;
  return (
    <Dialog
      title="Start a conversation"
      description={
        first
          ? 'Somebody you wrote to before is found again by the address.'
          : 'There is no relay yet to carry messages. Owners and admins add one under Relays.'
      }
      trigger={
        <Button variant="primary" icon={<Plus />}>
          New
        </Button>
      }
    >
      {first ? (
        <ActionForm
          action={beginConversation}
          toInput={({ relay, address, name, text }) => ({
            relay: String(relay ?? ''),
            address: String(address ?? ''),
            name: String(name ?? ''),
            text: String(text ?? ''),
          })}
          onDone={(data) => data && router.push(orgPaths.conversations(slug, { c: data.conversation }))}
          aria-label="Start a conversation"
        >
          <FormRows>
            <Field name="address" label="Address" hint="A phone number, or whatever the relay takes.">
              <Input placeholder="+49 30 901820" maxLength={200} autoComplete="off" />
            </Field>
            <Field name="name" label="Name" optional>
              <Input maxLength={100} autoComplete="off" />
            </Field>
            <Field name="relay" label="Relay">
              <Select
                defaultValue={first.id}
                options={relays.map(({ id, name, paused }) => ({
                  value: id,
                  label: paused ? `${name} (paused)` : name,
                }))}
              />
            </Field>
            <Field name="text" label="Message">
              <Textarea maxLength={10_000} />
            </Field>
            <FormError />
          </FormRows>
          <DialogFooter>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton>Send</SubmitButton>
          </DialogFooter>
        </ActionForm>
      ) : (
        <DialogFooter>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
        </DialogFooter>
      )}
    </Dialog>
  );
}
