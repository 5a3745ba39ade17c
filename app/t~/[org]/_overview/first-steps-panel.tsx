import { Check } from 'lucide-react';
import { hideFirstSteps } from '@/app/actions/shell';
import { ActionButton } from '@/components/form/action-button';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import type { Step } from './first-steps';

/** A new organization's checklist. It goes when all is done, after two weeks, or when it is hidden. */
export function FirstSteps({ steps }: { steps: Step[] }) {
  const done = steps.filter((step) => step.done).length;
  return (
    <Panel
      flush
      title="First steps"
      description={`${done} of ${steps.length} done`}
      actions={
        <ActionButton action={hideFirstSteps} input={{}} variant="ghost" size="sm">
          Hide
        </ActionButton>
      }
    >
      <ol className="grid py-1 md:auto-cols-fr md:grid-flow-col md:divide-x md:divide-line md:py-0">
        {steps.map((step, i) => (
          <li key={step.title}>
            <Link
              href={step.href}
              className="flex h-full gap-3 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2"
            >
              <Tick done={step.done} number={i + 1} />
              <span className="min-w-0">
                <span className={cn('block font-medium', step.done ? 'text-ink-3 line-through' : 'text-ink')}>
                  {step.title}
                  {step.done ? <span className="sr-only">, done</span> : null}
                </span>
                <span className="block text-ink-2">{step.sentence}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Tick({ done, number }: { done: boolean; number: number }) {
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-5 shrink-0 place-items-center rounded-full text-xs tabular-nums',
        done ? 'bg-green-soft text-green' : 'border border-line-control text-ink-2',
      )}
    >
      {done ? <Check className="size-3!" /> : number}
    </span>
  );
}
