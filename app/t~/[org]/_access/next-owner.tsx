'use client';

import { Building2 } from 'lucide-react';
import { useState } from 'react';
import type { ActionError } from '@/components/form/action-result';
import { FormError } from '@/components/form/form-error';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { Face } from '../_finder/face';
import type { AccessLine } from './access-line';
import { type Found, GranteeFinder } from './grantee-finder';

type NextOwnerProps = {
  thing: { name: string; one: string };
  /** The only owner, who would be none any more. */
  going: string;
  lines: AccessLine[];
  pending: boolean;
  error: ActionError | null;
  onChoose: (next: string) => void;
  onCancel: () => void;
};

/** Before the last owner goes: who has it next. Somebody by name, or the organization itself. */
export function NextOwner({ thing, going, lines, pending, error, onChoose, onCancel }: NextOwnerProps) {
  const [next, setNext] = useState('org');
  const [found, setFound] = useState<Found | null>(null);
  const others = lines.filter(({ name, role }) => name !== going && role !== 'owner').slice(0, 6);
  const choices = found && !others.some(({ who }) => who === found.who) ? [...others, found] : others;
  const row =
    'flex w-full items-center gap-3 rounded-control border border-line px-3 py-2 text-left has-checked:border-accent has-checked:bg-accent-soft';
  return (
    <div className="grid gap-4">
      <p className="text-base">
        <span className="font-medium">{going}</span> is the only owner of {thing.name}. Who has it next?
      </p>
      <fieldset className="grid gap-2">
        <legend className="sr-only">Who has it next</legend>
        <label className={row}>
          <input type="radio" name="next" checked={next === 'org'} onChange={() => setNext('org')} />
          <span aria-hidden className="grid size-6 place-items-center text-ink-3">
            <Building2 />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block font-medium">Nobody by name</span>
            <span className="block text-xs text-ink-2">
              The organization’s owners and admins have it, as they have everything.
            </span>
          </span>
        </label>
        {choices.map((one) => (
          <label key={one.who} className={row}>
            <input type="radio" name="next" checked={next === one.who} onChange={() => setNext(one.who)} />
            <Face kind={one.kind} name={one.name} detail={one.detail} />
          </label>
        ))}
      </fieldset>
      <GranteeFinder
        has={new Set()}
        onChoose={(one) => {
          setFound(one);
          setNext(one.who);
        }}
      />
      <FormError error={error?.code === 'last_owner' ? null : error} />
      <DialogFooter>
        <Button onClick={onCancel}>Back</Button>
        <Button variant="primary" pending={pending} onClick={() => onChoose(next)}>
          Hand it on
        </Button>
      </DialogFooter>
    </div>
  );
}
