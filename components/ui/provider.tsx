'use client';

import { type ReactNode, useEffect } from 'react';
import { Toaster } from './toaster';

/** What the components need once, inside <body>: the toaster, the platform for shortcuts. */
export function UiProvider({ children }: { children: ReactNode }) {
  useEffect(() => {
    if (/Mac|iPhone|iPad/.test(navigator.userAgent)) document.documentElement.dataset.platform = 'apple';
  }, []);
  return (
    <>
      {children}
      <Toaster />
    </>
  );
}
