import { Check, CircleAlert, Clock, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { MessageLine } from '@/lib/shell/conversation-line';

const STATES: Record<NonNullable<MessageLine['state']>, { word: string; icon: ReactNode; tone?: string }> = {
  waiting: { word: 'Sending', icon: <Clock /> },
  retrying: { word: 'Trying again', icon: <RotateCw />, tone: 'text-amber' },
  delivered: { word: 'Delivered', icon: <Check /> },
  dead: { word: 'Not delivered', icon: <CircleAlert />, tone: 'text-red' },
};

/** One message: what came in at the left, what went out at the right with how far it is. */
export function Message({ line, from, now }: { line: MessageLine; from: string; now: number }) {
  const { mine, text, author, at, state } = line;
  const how = state && STATES[state];
  return (
    <li
      className={cn(
        'flex max-w-[85%] flex-col gap-1 sm:max-w-[70%]',
        mine ? 'items-end self-end' : 'self-start',
      )}
    >
      <p
        className={cn(
          'rounded-card px-3 py-2 text-base break-words whitespace-pre-wrap text-ink',
          mine ? 'bg-accent-soft' : 'border border-line bg-sunken',
        )}
      >
        <span className="sr-only">{mine ? author : from}: </span>
        {text}
      </p>
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-3">
        {mine ? <span>{author} ·</span> : null}
        <RelativeTime at={at} now={now} />
        {how ? (
          <span className={cn('inline-flex items-center gap-1 [&_.lucide]:size-3', how.tone)}>
            · {how.icon}
            {how.word}
          </span>
        ) : null}
      </p>
    </li>
  );
}
