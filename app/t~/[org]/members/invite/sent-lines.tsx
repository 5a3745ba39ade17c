'use client';

import { MailCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import type { JudgedLine } from '@/lib/data/invite-judge';
import { orgPaths } from '@/lib/routes';
import { LineTable } from './line-table';
import { isReady, people } from './verdicts';

/** What sending did, line by line. */
export function SentLines({ lines, again }: { lines: JudgedLine[]; again: () => void }) {
  const invited = lines.filter(isReady);
  const not = lines.filter((line) => !isReady(line));
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex items-start gap-3">
          <MailCheck aria-hidden className="mt-0.5 text-green" />
          <div>
            <h2 ref={head} tabIndex={-1} className="text-base font-semibold text-ink outline-none">
              {invited.length === 1 && invited[0]
                ? `${invited[0].text} is invited`
                : `${people(invited.length)} invited`}
            </h2>
            <p className="text-ink-2">
              {not.length ? `${not.length.toLocaleString('en')} left out. ` : ''}
              The mails are on their way; the list of members shows whether they left.
            </p>
          </div>
        </div>
        <div className="flex gap-2">
          <Button onClick={again}>Invite more</Button>
          <LinkButton href={orgPaths.members({ status: 'invited' })} variant="primary">
            See who is invited
          </LinkButton>
        </div>
      </div>
      {lines.length > 1 ? <LineTable lines={[...not, ...invited]} when="after" /> : null}
    </div>
  );
}
