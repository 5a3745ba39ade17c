'use client';

import { type ReactNode, useId } from 'react';
import { useFormState } from '@/components/form/form-context';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Code } from '@/components/ui/code';
import type { ScopeGroups } from './token-line';

type ScopePickerProps = {
  groups: ScopeGroups;
  chosen: ReadonlySet<string>;
  onChange: (next: Set<string>) => void;
};

/** What a token may do, by what it is about, with the two choices that most people want. */
export function ScopePicker({ groups, chosen, onChange }: ScopePickerProps) {
  const problem = useFormState()?.fields.scopes;
  const all = groups.flatMap(({ scopes }) => scopes.map(({ scope }) => scope));
  const reading = all.filter((scope) => scope.endsWith('.read'));
  const set = (scopes: string[], on: boolean) => {
    const next = new Set(chosen);
    for (const scope of scopes) {
      if (on) next.add(scope);
      else next.delete(scope);
    }
    onChange(next);
  };
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium text-ink">What it may do</legend>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={() => onChange(new Set(reading))}>
          Read only
        </Button>
        <Button size="sm" onClick={() => onChange(new Set(all))}>
          Everything I may
        </Button>
        <span className="ml-auto text-xs text-ink-3 tabular-nums" role="status">
          {chosen.size} of {all.length}
        </span>
      </div>
      <div className="max-h-72 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {groups.map(({ label, scopes }) => (
          <Group key={label} label={label} scopes={scopes} chosen={chosen} set={set} />
        ))}
      </div>
      {problem ? <p className="text-xs text-red">{problem}</p> : null}
    </fieldset>
  );
}

type GroupProps = {
  label: string;
  scopes: ScopeGroups[number]['scopes'];
  chosen: ReadonlySet<string>;
  set: (scopes: string[], on: boolean) => void;
};

function Group({ label, scopes, chosen, set }: GroupProps) {
  const names = scopes.map(({ scope }) => scope);
  const on = names.filter((name) => chosen.has(name)).length;
  return (
    <div className="grid gap-1.5 px-3 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <Row
        label={<span className="font-medium text-ink">{label}</span>}
        name={`All of ${label}`}
        checked={on === names.length}
        indeterminate={on > 0 && on < names.length}
        onChange={(next) => set(names, next)}
      />
      <ul className="grid gap-1.5 max-sm:pl-6.5">
        {scopes.map(({ scope, says }) => (
          <li key={scope}>
            <Row
              label={
                <>
                  {says} <Code className="text-ink-3">{scope}</Code>
                </>
              }
              checked={chosen.has(scope)}
              onChange={(next) => set([scope], next)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

type RowProps = {
  label: ReactNode;
  name?: string;
  checked: boolean;
  indeterminate?: boolean;
  onChange: (next: boolean) => void;
};

function Row({ label, name, checked, indeterminate, onChange }: RowProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 text-sm text-ink-2 pointer-coarse:py-2">
      <Checkbox
        id={id}
        aria-label={name}
        checked={checked}
        indeterminate={indeterminate}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="mt-0.5"
      />
      <label htmlFor={id} className="touch-target min-w-0 cursor-pointer">
        {label}
      </label>
    </div>
  );
}
