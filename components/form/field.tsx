'use client';

import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { cn } from '@/components/ui/cn';
import { FieldContext } from '@/components/ui/field-context';
import { Label } from '@/components/ui/label';
import { useFormState } from './form-context';

type FieldProps = {
  /** The control's name, and the key of its error in an ActionForm. */
  name: string;
  label: string;
  hint?: ReactNode;
  /** Takes the hint's place and says how to mend it. */
  error?: string;
  optional?: boolean;
  id?: string;
  /** Hides the label from sight where the context already says it. */
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
};

/** One control with its label above and its hint or error below, wired for screen readers. */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  hideLabel,
  className,
  children,
  ...own
}: FieldProps) {
  const auto = useId();
  const id = own.id ?? auto;
  const form = useFormState();
  const problem = error ?? form?.fields[name];
  const noteId = `${id}-note`;
  const hasNote = Boolean(problem || hint);
  const wiring = useMemo(
    () => ({
      id,
      name,
      describedBy: hasNote ? noteId : undefined,
      invalid: Boolean(problem),
      required: !optional,
    }),
    [id, name, noteId, hasNote, problem, optional],
  );
  return (
    <div className={cn('grid grid-cols-[minmax(0,1fr)] content-start gap-1.5', className)}>
      <Label htmlFor={id} optional={optional} className={hideLabel ? 'sr-only' : undefined}>
        {label}
      </Label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {problem ? (
        <p id={noteId} className="flex items-start gap-1.5 text-xs text-red">
          <CircleAlert aria-hidden className="mt-px size-3.5!" />
          {problem}
        </p>
      ) : hint ? (
        <p id={noteId} className="text-xs text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** Several controls that answer one question: radio cards, a list of checkboxes. */
export function Fieldset({
  legend,
  hint,
  children,
}: {
  legend: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium text-ink">{legend}</legend>
      {hint ? <p className="-mt-2 text-xs text-ink-3">{hint}</p> : null}
      {children}
    </fieldset>
  );
}
