'use client';

import { Problem } from '@/components/ui/problem';
import type { ActionError } from './action-result';
import { useFormState } from './form-context';

/** What went wrong with the form as a whole; nothing while nothing did. Errors of a field stay with it. */
export function FormError({ error }: { error?: ActionError | null }) {
  const form = useFormState();
  const shown = error ?? form?.error;
  return shown ? <Problem message={shown.message} code={shown.code} /> : null;
}
