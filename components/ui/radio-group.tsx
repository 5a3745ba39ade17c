'use client';

import { RadioGroup as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { useFieldWiring } from './field-context';

export type RadioOption = {
  value: string;
  label: string;
  hint?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
  /** Why it is disabled; takes the hint's place. */
  reason?: string;
};

type RadioCardsProps = {
  options: RadioOption[];
  name?: string;
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  columns?: 1 | 2 | 3;
  required?: boolean;
  'aria-label'?: string;
  'aria-labelledby'?: string;
};

/** One of a few options, each explained on a card of its own; the whole card is the target. */
export function RadioCards({ options, columns = 1, ...props }: RadioCardsProps) {
  const wiring = useFieldWiring(props);
  return (
    <Radix.Root
      {...props}
      {...wiring}
      className={cn('grid gap-2', columns === 2 && 'sm:grid-cols-2', columns === 3 && 'sm:grid-cols-3')}
    >
      {options.map((option) => (
        <Card key={option.value} {...option} />
      ))}
    </Radix.Root>
  );
}

function Card({ value, label, hint, icon, disabled, reason }: RadioOption) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled || Boolean(reason)}
      className={cn(
        'group flex min-h-10 items-start gap-2.5 rounded-control border border-line-strong bg-field p-3 text-left shadow-control transition-[border-color,background-color]',
        'hover:not-disabled:border-line-control data-[state=checked]:border-accent-text data-[state=checked]:bg-accent-soft data-[state=checked]:hover:border-accent-text',
        'disabled:cursor-not-allowed disabled:bg-sunken disabled:shadow-none',
      )}
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-control bg-field group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
        <Radix.Indicator className="size-1.5 rounded-full bg-accent-ink" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5 font-medium text-ink group-disabled:text-ink-3">
          {icon}
          {label}
        </span>
        {reason || hint ? (
          <span className="mt-0.5 block text-ink-2 group-disabled:text-ink-3">{reason ?? hint}</span>
        ) : null}
      </span>
    </Radix.Item>
  );
}
