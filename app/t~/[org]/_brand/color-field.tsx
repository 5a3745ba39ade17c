'use client';

import { Check } from 'lucide-react';
import { useId } from 'react';
import { Field, Fieldset } from '@/components/form/field';
import { accentOf } from '@/components/ui/accent';
import { Input } from '@/components/ui/input';
import { ORG_COLORS } from '@/lib/tenancy/starting-color';

type ColorFieldProps = { value: string; onChange: (color: string) => void };

/** One of the colours that read well anywhere, or any other by its six digits. */
export function ColorField({ value, onChange }: ColorFieldProps) {
  const id = useId();
  return (
    <Fieldset legend="Colour">
      <div className="flex flex-wrap gap-2">
        {ORG_COLORS.map((color) => (
          <label key={color} className="relative grid size-8 place-items-center pointer-coarse:size-10">
            <input
              type="radio"
              name={id}
              checked={color === value}
              onChange={() => onChange(color)}
              aria-label={NAMES[color]}
              className="peer absolute inset-0 cursor-pointer appearance-none rounded-control"
            />
            <span
              aria-hidden
              className="pointer-events-none grid size-full place-items-center rounded-control peer-checked:ring-2 peer-checked:ring-ink peer-checked:ring-offset-2 peer-checked:ring-offset-surface"
              style={{ background: color, color: accentOf(color).light.ink }}
            >
              {color === value ? <Check /> : null}
            </span>
          </label>
        ))}
      </div>
      <Field name="color" label="Any other colour" className="mt-1">
        <Input
          mono
          value={value}
          onChange={(event) => onChange(event.target.value.trim())}
          maxLength={7}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          leading={
            <span
              className="size-4 rounded-[4px]"
              style={{ background: /^#[0-9a-f]{6}$/.test(value) ? value : 'none' }}
            />
          }
          className="max-w-40"
        />
      </Field>
    </Fieldset>
  );
}

const NAMES: Record<(typeof ORG_COLORS)[number], string> = {
  '#4f46e5': 'Indigo',
  '#0e7490': 'Cyan',
  '#b45309': 'Amber',
  '#be123c': 'Rose',
  '#15803d': 'Green',
  '#7e22ce': 'Purple',
  '#1d4ed8': 'Blue',
  '#c2410c': 'Orange',
  '#0f766e': 'Teal',
  '#a21caf': 'Fuchsia',
  '#475569': 'Slate',
  '#854d0e': 'Ochre',
};
