'use client';

import { ChevronLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { ActionButton } from '@/components/form/action-button';
import { useAction } from '@/components/form/use-action';
import { Avatar } from '@/components/ui/avatar';
import { Link } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { Status } from '@/components/ui/status';
import { toast } from '@/components/ui/toast-store';
import type { ConversationQuery } from '@/lib/data/conversations';
import { recordPaths } from '@/lib/resources/paths';
import type { ConversationLine, MessageLine } from '@/lib/shell/conversation-line';
import { giveConversation, readConversation, setConversationClosed } from './actions';
import { Composer } from './composer';
import { inboxHref } from './href';
import { Message } from './message';
import type { RelayChoice } from './new-conversation';

const NOBODY = 'nobody';

type ThreadProps = {
  line: ConversationLine;
  /** The oldest first. */
  messages: MessageLine[];
  assignees: { id: string; name: string }[];
  /** null: it was removed. */
  relay: RelayChoice | null;
  slug: string;
  query: ConversationQuery;
  may: { send: boolean; assign: boolean; close: boolean };
  /** Who has access to it, for who may see that. */
  share: ReactNode;
  /** The sub-team is: nothing is changed in it. */
  archived: boolean;
  now: number;
};

/** One conversation: who it is with and who answers it, its messages, and the place to write. */
export function Thread({
  line,
  messages,
  assignees,
  relay,
  slug,
  query,
  may,
  share,
  archived,
  now,
}: ThreadProps) {
  const { id: conversation, name, address, contact, closed, assignee, unread } = line;
  const list = useRef<HTMLOListElement>(null);
  const newest = messages.at(-1)?.id;
  const read = useAction(readConversation).run;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message moves the end
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);
  useEffect(() => {
    if (unread > 0 && may.send && document.visibilityState === 'visible') void read({ conversation });
  }, [unread, may.send, conversation, read]);

  return (
    <section
      aria-label={`Conversation with ${name}`}
      className="flex min-h-0 flex-col border-line md:border-l"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <Link
          href={inboxHref(slug, query, { c: '' })}
          aria-label="All conversations"
          className="touch-target rounded-control text-ink-3 hover:text-ink md:hidden"
        >
          <ChevronLeft />
        </Link>
        <Avatar name={name} size={32} />
        <div className="min-w-0 flex-1 basis-40">
          <h2 className="truncate text-base font-semibold text-ink">
            {contact ? <Link href={recordPaths(slug, 'contact').one(contact)}>{name}</Link> : name}
          </h2>
          <p className="truncate text-xs text-ink-3">
            {name === address ? '' : `${address} · `}
            {relay ? relay.name : 'relay removed'}
            {relay?.paused ? ' (paused)' : ''}
          </p>
        </div>
        <Assignee line={line} assignees={assignees} may={may.assign} />
        {share}
        {may.close ? (
          <ActionButton action={setConversationClosed} input={{ conversation, closed: !closed }}>
            {closed ? 'Reopen' : 'Close'}
          </ActionButton>
        ) : closed ? (
          <Status>Closed</Status>
        ) : null}
      </header>
      <ol
        ref={list}
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4"
      >
        {messages.map((message) => (
          <Message key={message.id} line={message} from={name} now={now} />
        ))}
      </ol>
      {archived ? (
        <p className="border-t border-line px-4 py-3 text-ink-2">
          This sub-team is archived: nothing is sent in it.
        </p>
      ) : closed ? (
        <p className="border-t border-line px-4 py-3 text-ink-2">
          Closed. {may.close ? 'Reopen it to answer.' : ''} A message that comes in opens it again.
        </p>
      ) : may.send && relay ? (
        <Composer conversation={conversation} name={name} />
      ) : may.send ? (
        <p className="border-t border-line px-4 py-3 text-ink-2">
          Its relay was removed, so nothing goes out here any more.
        </p>
      ) : null}
      <span className="sr-only" aria-live="polite">
        {assignee ? `${assignee.name} answers it` : ''}
      </span>
    </section>
  );
}

type AssigneeProps = { line: ConversationLine; assignees: { id: string; name: string }[]; may: boolean };

function Assignee({ line, assignees, may }: AssigneeProps) {
  const { run, pending } = useAction(giveConversation);
  const { id: conversation, assignee } = line;
  if (!may) return assignee ? <span className="text-ink-2">{assignee.name} answers it</span> : null;
  const give = async (to: string) => {
    const ids = { to: to === NOBODY ? '' : to, was: assignee?.id ?? '' };
    const result = await run({ conversation, ...ids });
    if (result && !result.ok) toast({ title: result.message, code: result.code, tone: 'red' });
  };
  // Somebody who answers it and could not be given it now is shown all the same.
  const known = !assignee || assignees.some(({ id }) => id === assignee.id);
  return (
    <Select
      aria-label="Who answers it"
      className="w-44"
      disabled={pending}
      value={assignee?.id ?? NOBODY}
      onValueChange={give}
      options={[
        { value: NOBODY, label: 'Anybody' },
        ...(known || !assignee ? [] : [{ value: assignee.id, label: assignee.name, disabled: true }]),
        ...assignees.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
