import { Check, Minus, TriangleAlert, X } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { Status } from '@/components/ui/status';
import type { Mark, Replay, StepName } from '@/lib/routing/replay';

const NAMES: Record<StepName, string> = {
  host: 'Host',
  path: 'Path',
  precedence: 'What decides',
  header: 'Header',
  organization: 'Organization',
  token: 'Token',
  membership: 'Membership',
};

const MARKS: Record<Mark, { word: string; look: string; icon: typeof Check }> = {
  pass: { word: 'Passed', look: 'bg-green-soft text-green', icon: Check },
  lost: { word: 'Lost', look: 'bg-amber-soft text-amber', icon: TriangleAlert },
  stop: { word: 'Stopped', look: 'bg-red-soft text-red', icon: X },
  idle: { word: 'Nothing to look at', look: 'bg-hover text-ink-3', icon: Minus },
};

const OUTCOMES = {
  allowed: { tone: 'green', says: 'Let in. What the role may do there is asked next.' },
  refused: { tone: 'red', says: 'Refused' },
  open: { tone: 'neutral', says: 'Answered without an organization' },
  sign_in: { tone: 'amber', says: 'Sent to sign in' },
} as const;

/** The steps of a decision in their order, each with its mark, and what came out. */
export function Steps({ result }: { result: Replay }) {
  const { tone, says } = OUTCOMES[result.outcome];
  return (
    <div className="grid gap-5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base">
        <Status tone={tone}>{says}</Status>
        <Badge mono>{result.status}</Badge>
        {result.code ? <Badge mono>{result.code}</Badge> : null}
      </p>
      <ol className="grid">
        {result.steps.map(({ name, mark, says: sentence }) => (
          <Step key={name} name={NAMES[name]} mark={mark} sentence={sentence} />
        ))}
      </ol>
    </div>
  );
}

function Step({ name, mark, sentence }: { name: string; mark: Mark; sentence: string }) {
  const { word, look, icon: Icon } = MARKS[mark];
  return (
    <li className="relative grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0 not-last:before:left-3 not-last:before:w-px not-last:before:bg-line">
      <span className={cn('grid size-6 place-items-center rounded-full', look)}>
        <Icon aria-hidden className="size-3.5!" />
        <span className="sr-only">{word}</span>
      </span>
      <div className="min-w-0 pt-0.5">
        <p className="font-medium text-ink">{name}</p>
        <p className={cn('break-words', mark === 'idle' ? 'text-ink-3' : 'text-ink-2')}>{sentence}</p>
      </div>
    </li>
  );
}
