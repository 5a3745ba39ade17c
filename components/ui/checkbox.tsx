'use client';

import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react';
import { cn } from './cn';
import { useFieldWiring } from './field-context';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'ref'> & { indeterminate?: boolean };

/** A native checkbox in the product's look. `indeterminate` is for "some of them". */
export function Checkbox({ indeterminate = false, className, ...props }: CheckboxProps) {
  const ref = useRef<HTMLInputElement>(null);
  const wiring = useFieldWiring(props);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <input {...props} {...wiring} ref={ref} type="checkbox" className={cn('checkbox', className)} />;
}

type CheckboxRowProps = CheckboxProps & { label: ReactNode; hint?: ReactNode };

/** A checkbox with its label, and a hint below it. */
export function CheckboxRow({ label, hint, className, ...props }: CheckboxRowProps) {
  const id = useId();
  return (
    <div className={cn('flex items-start gap-2.5 pointer-coarse:py-2', className)}>
      <Checkbox id={id} {...props} aria-describedby={hint ? `${id}-hint` : undefined} className="mt-0.5" />
      <div className="min-w-0">
        <label htmlFor={props.id ?? id} className="touch-target cursor-pointer text-sm text-ink">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-xs text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
