'use client';

import { type ReactNode, useId } from 'react';
import { Tooltip } from './tooltip';
import { VisuallyHidden } from './visually-hidden';

/**
 * Wraps a disabled control and says why it is disabled: on hover, on focus and to screen readers. For
 * what somebody may not do now; what they may never do is not shown at all.
 */
export function Reason({ why, children }: { why: string; children: ReactNode }) {
  const id = useId();
  return (
    <Tooltip content={why}>
      {/* A disabled control takes neither pointer nor focus, so this group stands in for it. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would disable and lay out differently */}
      <span
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by keyboard
        tabIndex={0}
        aria-labelledby={id}
        className="inline-flex cursor-not-allowed rounded-control *:pointer-events-none"
      >
        {children}
        <VisuallyHidden id={id}>{why}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}
