'use client';

import { CalendarDays } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { Field } from '@/components/form/field';
import { buildHref, type Params } from '@/components/table/query';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';

type DayRangeProps = { path: string; params: Params; from?: string; to?: string };

const PRESETS = [
  { label: 'Today', days: 0 },
  { label: '7 days', days: 6 },
  { label: '30 days', days: 29 },
];

/** First and last day of what is shown, in the address as `from` and `to`. Days are UTC, like all exact times here. */
export function DayRange({ path, params, from = '', to = '' }: DayRangeProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();
  const go = (change: { from: string; to: string }) => {
    setOpen(false);
    startTransition(() => router.replace(buildHref(path, params, change), { scroll: false }));
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const days = [String(values.get('from')), String(values.get('to'))] as const;
    // The wrong way round is what the person meant, the other way round.
    const [first, last] = days[0] && days[1] && days[0] > days[1] ? [days[1], days[0]] : days;
    go({ from: first, to: last });
  };
  return (
    <span data-filtering={pending || undefined}>
      <Popover
        label="Time"
        align="end"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button icon={<CalendarDays />} className="tabular-nums">
            {summary(from, to)}
          </Button>
        }
      >
        <form onSubmit={submit} className="grid gap-3">
          <div className="flex gap-1.5">
            {PRESETS.map(({ label, days }) => (
              <Button
                key={label}
                size="sm"
                className="flex-1"
                onClick={() => go({ from: daysAgo(days), to: '' })}
              >
                {label}
              </Button>
            ))}
          </div>
          <Field name="from" label="From" optional>
            <Input type="date" defaultValue={from} />
          </Field>
          <Field name="to" label="To" optional hint="Days begin and end at midnight UTC.">
            <Input type="date" defaultValue={to} />
          </Field>
          <div className="flex gap-2">
            <Button type="submit" variant="primary">
              Show
            </Button>
            {from || to ? <Button onClick={() => go({ from: '', to: '' })}>Any time</Button> : null}
          </div>
        </form>
      </Popover>
    </span>
  );
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

function summary(from: string, to: string): string {
  if (from && to) return from === to ? from : `${from} – ${to}`;
  if (from) return `Since ${from}`;
  return to ? `Until ${to}` : 'Any time';
}
