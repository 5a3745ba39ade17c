'use client';

import { CheckboxRow } from '@/components/ui/checkbox';

/** A valid token to choose from, by its ULID. */
export type Choosable = { id: string; name: string; hint: string };

type TokenChoiceProps = {
  legend: string;
  tokens: Choosable[];
  chosen: ReadonlySet<string>;
  onChange: (next: Set<string>) => void;
};

/** Names tokens that stay valid whatever else ends, each with a checkbox to revoke it as well. */
export function TokenChoice({ legend, tokens, chosen, onChange }: TokenChoiceProps) {
  if (tokens.length === 0) return null;
  const set = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium text-ink">{legend}</legend>
      <div className="grid max-h-48 gap-2 overflow-y-auto">
        {tokens.map(({ id, name, hint }) => (
          <CheckboxRow
            key={id}
            label={<span className="break-words">{name}</span>}
            hint={hint}
            checked={chosen.has(id)}
            onChange={(event) => set(id, event.currentTarget.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}
