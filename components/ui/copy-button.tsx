'use client';

import { Check, Copy } from 'lucide-react';
import { IconButton } from './icon-button';
import { useCopy } from './use-copy';
import { VisuallyHidden } from './visually-hidden';

type CopyButtonProps = { value: string; label?: string; size?: 'sm' | 'md'; className?: string };

/** Copies `value`; the icon turns into a tick once it worked. */
export function CopyButton({ value, label = 'Copy', size = 'sm', className }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  return (
    <>
      <IconButton
        label={copied ? 'Copied' : label}
        icon={copied ? <Check className="text-green" /> : <Copy />}
        size={size}
        className={className}
        onClick={() => copy(value)}
      />
      <span role="status">{copied ? <VisuallyHidden>Copied</VisuallyHidden> : null}</span>
    </>
  );
}
