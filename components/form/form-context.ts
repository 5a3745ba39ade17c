'use client';

import { createContext, useContext } from 'react';
import type { ActionError } from './action-result';

/** What an ActionForm tells the fields, the error and the button inside it. */
export type FormState = { pending: boolean; error: ActionError | null; fields: Record<string, string> };

export const FormContext = createContext<FormState | null>(null);

/** The state of the form around, or null outside of one. */
export function useFormState(): FormState | null {
  return useContext(FormContext);
}
