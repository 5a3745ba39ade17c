'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './control-class';
import { useFieldWiring } from './field-context';

export type InputProps = ComponentProps<'input'> & {
  /** An icon before the text; or words, like "/teams/", in a box of their own. */
  leading?: ReactNode;
  /** A unit, suffix or small button after the text, like ".rowhouse.app". */
  trailing?: ReactNode;
  /** For ids, hosts, tokens. */
  mono?: boolean;
};

const BOX = 'flex shrink-0 items-center border border-line-strong bg-sunken px-2.5 text-ink-2';

/** A one-line text input. Inside a Field it takes id, name and aria attributes from there. */
export function Input({ leading, trailing, mono, className, ...props }: InputProps) {
  const wiring = useFieldWiring(props);
  const words = typeof leading === 'string';
  const input = (
    <input
      {...props}
      {...wiring}
      className={cn(
        controlClass,
        'h-8 px-2.5 pointer-coarse:h-10',
        mono && 'font-mono',
        leading && (words ? 'rounded-l-none' : 'pl-8'),
        trailing ? 'rounded-r-none' : null,
        !leading && !trailing && className,
      )}
    />
  );
  if (!leading && !trailing) return input;
  return (
    <span className={cn('relative flex w-full', className)}>
      {words ? (
        <span className={cn(BOX, '-mr-px rounded-l-control')}>{leading}</span>
      ) : leading ? (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-ink-3">
          {leading}
        </span>
      ) : null}
      {input}
      {trailing ? <span className={cn(BOX, '-ml-px rounded-r-control')}>{trailing}</span> : null}
    </span>
  );
}
