'use client';

import { Problem } from '@/components/ui/problem';
import type { ActionError } from './action-result';
import { useFormState } from './form-context';

type FormErrorProps = {
  error?: ActionError | null;
  /** Leaves out that fields are marked, where the only one is in sight. */
  unlessMarked?: boolean;
};

/** What went wrong with the form as a whole; nothing while nothing did. Errors of a field stay with it. */
export function FormError({ error, unlessMarked = false }: FormErrorProps) {
  const form = useFormState();
  const marked = unlessMarked && Object.keys(form?.fields ?? {}).length > 0;
  const shown = error ?? (marked ? null : form?.error);
  return shown ? <Problem message={shown.message} code={shown.code} /> : null;
}
