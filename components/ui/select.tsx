'use client';

import { Check, ChevronsUpDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './control-class';
import { useFieldWiring } from './field-context';
import { usePortal } from './portal';

export type SelectOption = {
  value: string;
  label: string;
  /** One line below the label that says what choosing it means. */
  hint?: string;
  icon?: ReactNode;
  disabled?: boolean;
};

type SelectProps = {
  options: SelectOption[];
  name?: string;
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  placeholder?: string;
  size?: 'sm' | 'md';
  disabled?: boolean;
  required?: boolean;
  id?: string;
  'aria-label'?: string;
  className?: string;
};

/** A choice of one from a short list; submits under `name` like a native select. */
export function Select({
  options,
  placeholder = 'Choose…',
  size = 'md',
  id,
  className,
  ...props
}: SelectProps) {
  const { name, ...wiring } = useFieldWiring({ id, name: props.name });
  const container = usePortal();
  const { 'aria-label': label, ...root } = props;
  return (
    <Radix.Root {...root} name={name}>
      <Radix.Trigger
        {...wiring}
        aria-label={label}
        className={cn(
          controlClass,
          'flex items-center justify-between gap-2 text-left data-placeholder:text-ink-3',
          size === 'sm' ? 'h-7 px-2 text-xs' : 'h-8 px-2.5',
          'pointer-coarse:h-10',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronsUpDown className="size-3.5! text-ink-3" />
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[min(22rem,calc(100vw-1rem))] overflow-hidden rounded-card bg-raised shadow-float data-[state=open]:animate-pop-in"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Option key={option.value} {...option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Option({ value, label, hint, icon, disabled }: SelectOption) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled}
      className="relative flex cursor-default items-start gap-2 rounded-control py-1.5 pr-8 pl-2 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:min-h-10 pointer-coarse:items-center"
    >
      {icon ? <span className="mt-0.5 text-ink-3">{icon}</span> : null}
      <span className="min-w-0">
        <Radix.ItemText>{label}</Radix.ItemText>
        {hint ? <span className="block text-xs text-ink-3">{hint}</span> : null}
      </span>
      <Radix.ItemIndicator className="absolute top-2 right-2 text-accent-text">
        <Check />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
