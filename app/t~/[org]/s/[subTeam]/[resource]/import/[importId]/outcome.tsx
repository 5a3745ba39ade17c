import { Download } from 'lucide-react';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { Progress } from '@/components/ui/progress';
import { LookAgain } from './look-again';

type OutcomeProps = {
  many: string;
  done: boolean;
  total: number;
  looked: number;
  added: number;
  refused: number;
  /** Since it began; null: it waits for its turn. */
  seconds: number | null;
  listHref: string;
  refusalsHref: string;
};

const n = (value: number) => value.toLocaleString('en');

/** How far a file is, and what became of its rows. */
export function Outcome({ many, done, total, looked, added, refused, seconds, ...hrefs }: OutcomeProps) {
  const rate = seconds && looked ? `${n(Math.round(looked / Math.max(seconds, 0.1)))} a second` : undefined;
  return (
    <Panel>
      <Progress
        label={done ? 'Done' : seconds === null ? 'Waits for its turn' : 'Coming in'}
        value={looked}
        max={total}
        rate={rate}
        tone={done ? (added ? 'green' : 'amber') : 'accent'}
        detail={done ? undefined : 'You can leave this page: it goes on without it.'}
      />
      <div className="mt-3">
        <DescriptionList
          items={[
            { term: 'Added', value: <span className="tabular-nums">{n(added)}</span> },
            {
              term: 'Refused',
              value: <span className="tabular-nums">{n(refused)}</span>,
              hint: refused
                ? 'Each with its reason, in a file that you can mend and bring in again.'
                : undefined,
            },
          ]}
        />
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        {done ? (
          <LinkButton href={hrefs.listHref} variant="primary">
            See all {many}
          </LinkButton>
        ) : null}
        {refused ? (
          <LinkButton href={hrefs.refusalsHref} icon={<Download />} external>
            Refused rows
          </LinkButton>
        ) : null}
      </div>
      <LookAgain waiting={!done} />
    </Panel>
  );
}
