'use client';

import { createContext, useContext } from 'react';

/** Where floating things are mounted; null means the body. */
export const PortalContext = createContext<HTMLElement | null>(null);

/** The element floating things mount into, in the shape Radix portals take. */
export function usePortal(): HTMLElement | undefined {
  return useContext(PortalContext) ?? undefined;
}
