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
  const send = async () => {
    if (text.trim() === '' || pending) return;
    const result = await run({ conversation, text });
    if (result?.ok) setText('');
    else if (result) {
      toast({ title: result.fields?.text ?? result.message, code: result.code, tone: 'red' });
    }
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      method="post"
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="flex items-end gap-2 border-t border-line p-3"
    >
      <Textarea
        ref={area}
        rows={1}
        aria-label={`Message to ${name}`}
        placeholder="Write a message"
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="max-h-40 flex-1 resize-none"
      />
      <Button type="submit" variant="primary" icon={<SendHorizontal />} pending={pending}>
        Send
      </Button>
    </form>
  );
}
