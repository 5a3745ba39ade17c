'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ActionForm } from '@/components/form/action-form';
import { Field, Fieldset } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-group';
import { SecretOnce } from '@/components/ui/secret-once';
import { orgPaths } from '@/lib/routes';
import { addRelay } from './actions';

const KINDS = [
  { value: 'http', label: 'Address', hint: 'A service of yours gets signed calls.' },
  { value: 'echo', label: 'Echo', hint: 'Built in: answers each event by itself.' },
];

/** The button that opens a dialog to add a relay; then its secret is shown, once. */
export function AddRelay() {
  const [kind, setKind] = useState('http');
  const [made, setMade] = useState<{ relay: string; secret: string } | null>(null);
  const router = useRouter();
  const open = (id: string) => router.push(orgPaths.relay(id));
  return (
    <>
      <Dialog
        title="Add a relay"
        description="Calls are signed as Standard Webhooks has it, so that each side knows who the other is."
        trigger={
          <Button variant="primary" icon={<Plus />}>
            Add relay
          </Button>
        }
      >
        <ActionForm
          action={addRelay}
          toInput={({ name, url }) =>
            kind === 'echo'
              ? { kind: 'echo' as const, name: String(name ?? '') }
              : { kind: 'http' as const, name: String(name ?? ''), url: String(url ?? '') }
          }
          // The echo relay is ours on both sides: nobody needs its secret.
          onDone={(data) => data && (kind === 'echo' ? open(data.relay) : setMade(data))}
          aria-label="Add a relay"
        >
          <FormRows>
            <Fieldset legend="Kind">
              <RadioCards
                aria-label="Kind"
                options={KINDS}
                columns={2}
                value={kind}
                onValueChange={setKind}
              />
            </Fieldset>
            <Field name="name" label="Name" hint="For people: where it leads, or what for.">
              <Input placeholder="Carrier" maxLength={80} autoComplete="off" />
            </Field>
            {kind === 'http' ? (
              <Field
                name="url"
                label="Address"
                hint="Reachable from the internet, by https. Redirects are not followed."
              >
                <Input
                  mono
                  placeholder="https://relay.example.com/rowhouse"
                  maxLength={2000}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  inputMode="url"
                />
              </Field>
            ) : null}
            <FormError />
          </FormRows>
          <DialogFooter>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton>Add relay</SubmitButton>
          </DialogFooter>
        </ActionForm>
      </Dialog>
      <SecretOnce
        open={made !== null}
        onClose={() => made && open(made.relay)}
        title="The relay’s secret"
        secret={made?.secret ?? ''}
        label="secret"
      />
    </>
  );
}
