'use client';

import { useEffect, useRef } from 'react';
import type { ActionError } from '@/components/form/action-result';
import { FormError } from '@/components/form/form-error';
import { Button } from '@/components/ui/button';
import type { JudgedLine } from '@/lib/data/invite-judge';
import { LineTable } from './line-table';
import { isReady, people } from './verdicts';

type CheckedLinesProps = {
  lines: JudgedLine[];
  pending: boolean;
  error: ActionError | null;
  back: () => void;
  send: () => void;
};

/** What sending will do, line by line; what is in the way comes first. */
export function CheckedLines({ lines, pending, error, back, send }: CheckedLinesProps) {
  const ready = lines.filter(isReady);
  const not = lines.filter((line) => !isReady(line));
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="sticky top-(--sticky-top) z-20 -my-2 flex flex-wrap items-center justify-between gap-3 bg-surface py-2">
        <div>
          <h2 ref={head} tabIndex={-1} className="text-base font-semibold text-ink outline-none">
            {ready.length ? `${people(ready.length)} will be invited` : 'Nobody can be invited'}
          </h2>
          <p className="text-ink-2">
            {not.length
              ? `${not.length.toLocaleString('en')} of ${lines.length.toLocaleString('en')} lines ${not.length === 1 ? 'is' : 'are'} left out.`
              : 'Every line is fine.'}
          </p>
        </div>
        <div className="flex gap-2">
          <Button onClick={back} disabled={pending}>
            Back to the text
          </Button>
          {ready.length ? (
            <Button variant="primary" pending={pending} onClick={send}>
              Invite {people(ready.length)}
            </Button>
          ) : null}
        </div>
      </div>
      <FormError error={error} />
      <LineTable lines={[...not, ...ready]} when="before" />
    </div>
  );
}
