'use client';

import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from './cn';
import { useFieldWiring } from './field-context';
import { Spinner } from './spinner';

export type SwitchProps = {
  id?: string;
  name?: string;
  checked?: boolean;
  defaultChecked?: boolean;
  onCheckedChange?: (checked: boolean) => void;
  disabled?: boolean;
  /** The change is on its way: shows a spinner in the thumb and takes no further change. */
  pending?: boolean;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
};

/** On or off, in force at once. For something that waits for Save, use a checkbox. */
export function Switch({ pending, disabled, ...props }: SwitchProps) {
  const wiring = useFieldWiring(props);
  return (
    <Radix.Root
      {...props}
      {...wiring}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={cn(
        'touch-target inline-flex h-[18px] w-8 shrink-0 items-center rounded-full bg-line-control p-0.5 transition-[background-color]',
        'data-[state=checked]:bg-accent disabled:cursor-not-allowed disabled:not-aria-busy:opacity-50',
      )}
    >
      <Radix.Thumb className="grid size-3.5 place-items-center rounded-full bg-white text-ink shadow-control transition-transform data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-accent-ink">
        {pending ? <Spinner className="size-2.5 text-ink-3" /> : null}
      </Radix.Thumb>
    </Radix.Root>
  );
}

type SwitchRowProps = SwitchProps & { label: ReactNode; hint?: ReactNode };

/** A switch at the right of what it switches, with a hint below the label. */
export function SwitchRow({ label, hint, ...props }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex min-h-10 items-center justify-between gap-6 py-2">
      <div className="min-w-0">
        <label htmlFor={props.id ?? id} className="text-sm font-medium text-ink">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
      <Switch id={id} {...props} aria-describedby={hint ? `${id}-hint` : undefined} />
    </div>
  );
}
