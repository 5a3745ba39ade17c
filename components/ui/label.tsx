import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A form label. Required is the rule, so only the exception is marked. */
export function Label({
  optional,
  className,
  children,
  ...rest
}: ComponentProps<'label'> & { optional?: boolean }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the caller passes htmlFor
    <label {...rest} className={cn('text-sm font-medium text-ink', className)}>
      {children}
      {optional ? <span className="ml-1.5 font-normal text-ink-3">optional</span> : null}
    </label>
  );
}
