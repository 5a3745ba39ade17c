'use client';

import { ActionForm } from '@/components/form/action-form';
import { Field } from '@/components/form/field';
import { FormError } from '@/components/form/form-error';
import { FormActions, FormRows } from '@/components/form/form-rows';
import { SubmitButton } from '@/components/form/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { MESSAGE_MAX } from '@/lib/brand/kinds';
import { changeSignInMessage } from './actions';

type MessageFormProps = { message: string; onMessage: (message: string) => void };

/** The words that stand on the sign-in page. */
export function MessageForm({ message, onMessage }: MessageFormProps) {
  return (
    <ActionForm
      action={changeSignInMessage}
      toInput={() => ({ message })}
      doneMessage="Sign-in message saved"
      guardUnsaved
      aria-label="Sign-in message"
    >
      <FormRows>
        <Field
          name="message"
          label="Message"
          optional
          hint={`Plain text, shown to anybody who opens the sign-in page. ${message.length} of ${MESSAGE_MAX} characters.`}
        >
          <Textarea
            value={message}
            onChange={(event) => onMessage(event.target.value)}
            maxLength={MESSAGE_MAX}
            rows={3}
            placeholder="Use your work address. Trouble? Ask the help desk."
          />
        </Field>
        <FormError />
        <FormActions>
          <SubmitButton>Save message</SubmitButton>
        </FormActions>
      </FormRows>
    </ActionForm>
  );
}
