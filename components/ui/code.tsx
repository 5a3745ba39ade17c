import type { ReactNode } from 'react';
import { cn } from './cn';
import { CopyButton } from './copy-button';

/** A word of code in a sentence: an error code, a host, a permission. */
export function Code({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <code className={cn('rounded-[4px] bg-hover px-1 py-px font-mono text-[0.92em] break-words', className)}>
      {children}
    </code>
  );
}

/** An id, host or token prefix in mono; too long, it is cut with the whole of it on hover. */
export function Mono({ className, children }: { className?: string; children: string }) {
  return (
    <span
      title={children}
      className={cn('block max-w-full truncate font-mono text-xs text-ink-2', className)}
    >
      {children}
    </span>
  );
}

type CodeBlockProps = { value: string; label?: string; copy?: boolean; wrap?: boolean; className?: string };

/** Several lines of code with a button to copy them; scrolls sideways unless `wrap` is set. */
export function CodeBlock({ value, label, copy = true, wrap, className }: CodeBlockProps) {
  return (
    <figure
      className={cn('relative overflow-hidden rounded-control border border-line bg-sunken', className)}
    >
      {label ? (
        <figcaption className="flex h-8 items-center border-b border-line px-3 text-xs text-ink-2">
          {label}
        </figcaption>
      ) : null}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          'overflow-x-auto px-3 py-2.5 font-mono text-xs leading-5 text-ink focus-visible:-outline-offset-2',
          copy && 'pr-11',
          wrap && 'break-all whitespace-pre-wrap',
        )}
      >
        {value}
      </pre>
      {copy ? (
        <CopyButton
          value={value}
          label="Copy code"
          className={cn('absolute right-1', label ? 'top-0.5' : 'top-1.5')}
        />
      ) : null}
    </figure>
  );
}
