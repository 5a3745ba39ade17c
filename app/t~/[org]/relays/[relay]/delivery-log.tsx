import { ArrowDownLeft, Send } from 'lucide-react';
import { ActionButton } from '@/components/form/action-button';
import { Pagination } from '@/components/table/pagination';
import { Tr } from '@/components/table/row';
import { PrimaryCell, Table, Tbody, Td, Th, Thead } from '@/components/table/table';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { Status, type Tone } from '@/components/ui/status';
import { Tabs } from '@/components/ui/tabs';
import { type DeliveryRow, LOG_LINES } from '@/lib/data/deliveries';
import { toUlid } from '@/lib/ids';
import type { DeliveryState } from '@/lib/relays/delivery';
import { orgPaths } from '@/lib/routes';
import type { RelayLine } from '@/lib/shell/relay-line';
import { resendDeliveries } from '../actions';

type DeliveryLogProps = {
  line: RelayLine;
  /** A page, and one more when there is another. */
  deliveries: DeliveryRow[];
  asked: { state: DeliveryState | null; before: string | null };
  now: number;
  mayResend: boolean;
  mayTest: boolean;
};

/** What goes out through a relay, newest first. */
export function DeliveryLog({ line, deliveries, asked, now, mayResend, mayTest }: DeliveryLogProps) {
  const { state, before } = asked;
  const rows = deliveries.slice(0, LOG_LINES);
  const last = deliveries.length > LOG_LINES ? rows.at(-1) : undefined;
  const href = (change: { state?: string; before?: string }) => orgPaths.relay(line.id, change);
  const tabs = [
    { label: 'All', state: null },
    { label: 'Waiting', state: 'waiting', count: line.waiting },
    { label: 'Delivered', state: 'delivered' },
    { label: 'Dead', state: 'dead', count: line.dead },
  ] as const;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Tabs
        label="Deliveries"
        items={tabs.map((tab) => ({
          label: tab.label,
          href: href(tab.state ? { state: tab.state } : {}),
          active: state === tab.state,
          ...('count' in tab && tab.count > 0 && { count: tab.count }),
        }))}
      />
      {state === 'dead' && line.dead > 0 && mayResend ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-2">Given up after eight attempts. Sent again, each keeps its id.</p>
          <ActionButton action={resendDeliveries} input={{ relay: line.id }} icon={<Send />}>
            Send all again
          </ActionButton>
        </div>
      ) : null}
      {rows.length > 0 ? (
        <Table label="Deliveries" compact>
          <Thead>
            <Tr>
              <Th width="100%">Event</Th>
              <Th width="8rem">State</Th>
              <Th width="6rem" align="right" hide="md">
                Attempts
              </Th>
              <Th width="7.5rem" align="right">
                When
              </Th>
              <Th srOnly>Acts</Th>
            </Tr>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Delivery key={row.id} row={row} relay={line.id} now={now} mayResend={mayResend} />
            ))}
          </Tbody>
        </Table>
      ) : (
        <EmptyState small icon={<ArrowDownLeft className="rotate-180" />} title={EMPTY[state ?? 'all']}>
          {mayTest && state === null && before === null
            ? 'Send a test to see that the other side answers.'
            : null}
        </EmptyState>
      )}
      {before || last ? (
        <Pagination
          from={1}
          to={rows.length}
          total={null}
          prevHref={before ? href(state ? { state } : {}) : null}
          nextHref={last ? href({ ...(state && { state }), before: toUlid(last.id) }) : null}
        />
      ) : null}
    </div>
  );
}

const EMPTY = {
  all: 'Nothing went out yet',
  waiting: 'Nothing waits',
  delivered: 'Nothing was delivered yet',
  dead: 'Nothing was given up',
};

const STATES: Record<DeliveryState, { tone: Tone; word: string }> = {
  waiting: { tone: 'blue', word: 'Waiting' },
  delivered: { tone: 'green', word: 'Delivered' },
  dead: { tone: 'red', word: 'Dead' },
};

type DeliveryProps = { row: DeliveryRow; relay: string; now: number; mayResend: boolean };

function Delivery({ row, relay, now, mayResend }: DeliveryProps) {
  const { tone, word } = STATES[row.state];
  return (
    <Tr>
      <PrimaryCell
        title={
          <span className="font-mono text-xs font-normal">
            {row.type} <span className="text-ink-3 max-sm:hidden">{toUlid(row.id)}</span>
          </span>
        }
        detail={whatHappened(row)}
      />
      <Td>
        <Status tone={tone} live={row.state === 'waiting'}>
          {word}
        </Status>
      </Td>
      <Td align="right" muted hide="md" label="Attempts">
        {row.attempts}
      </Td>
      <Td align="right" muted>
        <RelativeTime at={row.created_at.getTime()} now={now} />
      </Td>
      <Td actions>
        {row.state === 'dead' && mayResend ? (
          <ActionButton
            action={resendDeliveries}
            input={{ relay, delivery: toUlid(row.id) }}
            variant="ghost"
            size="sm"
          >
            Send again
          </ActionButton>
        ) : null}
      </Td>
    </Tr>
  );
}

/** What the last attempt came to. */
function whatHappened({ tries, created_by: by }: DeliveryRow): string {
  const last = tries.at(-1);
  if (!last) return `By ${by}`;
  return last.error ? upper(last.error) : `Answered ${last.status} in ${last.ms} ms`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
