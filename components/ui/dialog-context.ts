'use client';

import { createContext, useContext } from 'react';

/** Closes the dialog or sheet around; null outside of one. */
export const DialogCloseContext = createContext<(() => void) | null>(null);

/** Closes the dialog or sheet this is rendered in, or null when it is in none. */
export function useCloseDialog(): (() => void) | null {
  return useContext(DialogCloseContext);
}
