'use client';

import { Route } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { buildHref } from '@/components/table/query';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Sheet } from '@/components/ui/sheet';
import { orgPaths } from '@/lib/routes';
import type { RoutingLine } from '@/lib/shell/routing-line';
import { LiveSwitch } from '../_shell/live-switch';
import { useMarking } from '../_shell/use-marking';
import { useTail } from '../_shell/use-tail';
import { DecisionDetails } from './decision-details';
import { DecisionTable } from './decision-table';

type DecisionLogProps = {
  lines: RoutingLine[];
  params: Record<string, string>;
  now: number;
  /** The decision that the address names. */
  opened: RoutingLine | null;
  /** Whether the newest are in sight, so that newer ones have their place here. */
  newest: boolean;
};

/**
 * The decisions, each a link to itself in full, and a switch to see them come in. While somebody points at the list,
 * marks text in it or reads one in full, it stays as it is.
 */
export function DecisionLog({ lines: first, params, now: start, opened, newest }: DecisionLogProps) {
  const [shown, setShown] = useState(opened);
  const [open, setOpen] = useState(opened !== null);
  const [on, setOn] = useState(false);
  const [pointed, setPointed] = useState(false);
  const marking = useMarking();
  const tail = useTail({
    lines: first,
    hrefOf: (after) => orgPaths.routingTail({ ...params, after }),
    now: start,
    on,
    hold: on && (pointed || marking || open),
  });
  const hrefOf = (id: string) => buildHref(orgPaths.routing(), params, { decision: id });

  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a[data-row-link]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const line = tail.lines.find(({ id }) => link.getAttribute('href') === hrefOf(id));
    if (!line) return;
    event.preventDefault();
    setShown(line);
    setOpen(true);
  };
  return (
    <div className="grid gap-3">
      {newest ? <LiveSwitch on={on} onChange={setOn} state={tail.state} waiting={tail.waiting} /> : null}
      {tail.lines.length ? (
        <div
          onClickCapture={onClick}
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
        >
          <DecisionTable lines={tail.lines} now={tail.now} hrefOf={hrefOf} from={first[0]?.id} />
        </div>
      ) : (
        <NoDecisions filtered={Object.keys(params).length > 0} />
      )}
      <Sheet title="Decision" open={open} onOpenChange={setOpen}>
        {shown ? <DecisionDetails line={shown} now={tail.now} /> : null}
      </Sheet>
    </div>
  );
}

function NoDecisions({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      icon={<Route />}
      title={filtered ? 'No decision answers to these filters' : 'No request yet'}
      action={filtered ? <LinkButton href={orgPaths.routing()}>Clear all filters</LinkButton> : null}
    >
      {filtered
        ? 'Take one away, or choose a longer time.'
        : 'Each request for this organization will stand here, a second after it came.'}
    </EmptyState>
  );
}
