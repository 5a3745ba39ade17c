'use client';

import { MailCheck } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Action } from '@/components/form/action-result';
import { FormError } from '@/components/form/form-error';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';

type CheckMailProps<Input> = {
  /** What is on its way, if anything is. */
  children: ReactNode;
  /** Sends it once more. */
  again: Action<Input>;
  input: Input;
  /** Back to the form. */
  onBack: () => void;
  backLabel: string;
  /** Where the mails of this installation land while it is being developed. */
  mailboxHref?: string;
};

/** What stands in a form's place once it sent a mail. Says the same whether or not a mail was sent. */
export function CheckMail<Input>({
  children,
  again,
  input,
  onBack,
  backLabel,
  mailboxHref,
}: CheckMailProps<Input>) {
  const { run, pending, error } = useAction(again, { doneMessage: 'Sent once more' });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} role="status" className="grid gap-4 outline-none">
      <div className="flex items-start gap-3 rounded-control bg-accent-soft p-3">
        <MailCheck aria-hidden className="mt-0.5 text-accent-text" />
        <div className="min-w-0 text-base text-ink">{children}</div>
      </div>
      <FormError error={error} />
      {mailboxHref ? (
        <LinkButton href={mailboxHref} variant="primary" className="w-full">
          Open the development mailbox
        </LinkButton>
      ) : null}
      <div className="flex flex-wrap gap-2 *:flex-1">
        <Button onClick={() => run(input)} pending={pending}>
          Send again
        </Button>
        <Button variant="ghost" onClick={onBack}>
          {backLabel}
        </Button>
      </div>
    </div>
  );
}
