'use client';

import { Tooltip } from 'radix-ui';
import { type ReactNode, useEffect } from 'react';
import { Toaster } from './toaster';

/** What the components need once, inside <body>: tooltip timing, the toaster, the platform for shortcuts. */
export function UiProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) document.documentElement.dataset.platform = 'apple';
  }, []);
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200} disableHoverableContent>
      {children}
      <Toaster />
    </Tooltip.Provider>
  );
}
