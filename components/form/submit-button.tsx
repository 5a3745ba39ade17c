'use client';

import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from '@/components/ui/button';
import { useFormState } from './form-context';

/** A form's main button. Busy while the form is: by its prop, its ActionForm, or <form action>. */
export function SubmitButton({ variant = 'primary', pending, ...rest }: ButtonProps) {
  const form = useFormState();
  const native = useFormStatus();
  return (
    <Button {...rest} type="submit" variant={variant} pending={pending || form?.pending || native.pending} />
  );
}
