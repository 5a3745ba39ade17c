'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlClass } from './control-class';
import { useFieldWiring } from './field-context';

/** A text area that grows with its text, up to 20 lines. Inside a Field it is wired like Input. */
export function Textarea({
  mono,
  className,
  rows = 3,
  ...props
}: ComponentProps<'textarea'> & { mono?: boolean }) {
  const wiring = useFieldWiring(props);
  return (
    <textarea
      rows={rows}
      {...props}
      {...wiring}
      className={cn(
        controlClass,
        'field-sizing-content max-h-[26rem] resize-y px-2.5 py-1.5',
        mono && 'font-mono',
        className,
      )}
      // With field-sizing the rows attribute is ignored, so the height it asks for is set by hand.
      style={{ minHeight: `${rows * 1.25 + 0.875}rem`, ...props.style }}
    />
  );
}
