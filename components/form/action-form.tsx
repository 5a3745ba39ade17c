'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useCloseDialog } from '@/components/ui/dialog-context';
import type { Action } from './action-result';
import { FormContext } from './form-context';
import { type FormInput, readForm } from './form-input';
import { UnsavedChanges } from './unsaved-changes';
import { useAction } from './use-action';

type ActionFormProps<Input, T> = {
  // A server action's input is its own schema's business: it parses whatever a form sends.
  action: Action<Input, T>;
  /** Turns the form's values into the action's input; without it they are passed as they are. */
  toInput?: (values: FormInput) => Input;
  /** Merged over the form's values: ids the person doesn't type. */
  extra?: Record<string, unknown>;
  onDone?: (data: T | undefined) => void;
  doneMessage?: string;
  /** Where to go afterwards, on this host. */
  doneHref?: string;
  /** Empties the form afterwards, for adding one after the other. */
  resetOnDone?: boolean;
  /** Asks before leaving with changes that aren't saved. */
  guardUnsaved?: boolean;
  /** That something changed without the form's hearing of it, by a button say. */
  changed?: boolean;
  /** Stays open after it worked, when inside a dialog. */
  keepOpen?: boolean;
  className?: string;
  'aria-label'?: string;
  children: ReactNode;
};

/**
 * A form around a server action. Fields inside find their errors by name, FormError and SubmitButton
 * find the rest. What was typed stays when the action refuses, and the first bad field gets the focus.
 */
export function ActionForm<Input, T>({
  action,
  toInput,
  extra,
  children,
  ...props
}: ActionFormProps<Input, T>) {
  const { onDone, doneMessage, doneHref, resetOnDone, guardUnsaved, changed, keepOpen, className } = props;
  const form = useRef<HTMLFormElement>(null);
  const [dirty, setDirty] = useState(false);
  const router = useRouter();
  const closeDialog = useCloseDialog();
  const { run, pending, error, fields } = useAction(action, {
    doneMessage,
    onDone: (data) => {
      setDirty(false);
      if (resetOnDone) form.current?.reset();
      onDone?.(data);
      if (!keepOpen) closeDialog?.();
      if (doneHref) router.push(doneHref);
    },
  });

  useEffect(() => {
    if (Object.keys(fields).length > 0) focusFirstInvalid(form.current);
  }, [fields]);

  // An own submit handler instead of <form action>: React would empty the fields after a refusal too.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // A dialog's form inside this one bubbles through React's tree although it is elsewhere in the page.
    event.stopPropagation();
    const values = { ...readForm(event.currentTarget), ...extra } as FormInput;
    run(toInput ? toInput(values) : (values as Input));
  };

  const state = useMemo(() => ({ pending, error, fields }), [pending, error, fields]);
  return (
    <form
      ref={form}
      // Sent before the page runs, it must not put what was typed, a password, into the address.
      method="post"
      onSubmit={submit}
      onInput={() => setDirty(true)}
      noValidate
      aria-busy={pending}
      aria-label={props['aria-label']}
      className={className}
    >
      <FormContext value={state}>{children}</FormContext>
      {guardUnsaved ? <UnsavedChanges dirty={(dirty || changed === true) && !pending} /> : null}
    </form>
  );
}

function focusFirstInvalid(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
