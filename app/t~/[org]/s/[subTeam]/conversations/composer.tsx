'use client';

import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useAction } from '@/components/form/use-action';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-store';
import { answerConversation } from './actions';

/** The place to write. Enter sends, Shift and Enter begins a line; what was refused stays to be sent again. */
export function Composer({ conversation, name }: { conversation: string; name: string }) {
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const { run, pending } = useAction(answerConversation);
  // One after the other, in the order they were written.
  const last = useRef(Promise.resolve());
  const deliver = async (said: string) => {
    const result = await run({ conversation, text: said });
    if (result?.ok) return;
    setText((next) => (next ? `${said}\n${next}` : said));
    if (result) toast({ title: result.fields?.text ?? result.message, code: result.code, tone: 'red' });
  };
  const send = () => {
    area.current?.focus();
    if (text.trim() === '') return;
    // Emptied at once: the next one is typed while this one is on its way, and must not go with it.
    setText('');
    last.current = last.current.then(() => deliver(text));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      method="post"
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="flex items-end gap-2 border-t border-line p-3"
    >
      <Textarea
        ref={area}
        rows={1}
        aria-label={`Message to ${name}`}
        placeholder={pending ? 'Sending…' : 'Write a message'}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="max-h-40 flex-1 resize-none"
      />
      <Button type="submit" variant="primary" icon={<SendHorizontal />}>
        Send
      </Button>
    </form>
  );
}
