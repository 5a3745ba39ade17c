import { FilterBar } from '@/components/table/filter-bar';
import type { RoutingQuery } from '@/lib/data/routing-query';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { hostLabel, type RoutingLine } from '@/lib/shell/routing-line';
import { ROOT_KEY } from '@/lib/tenancy/seal';
import { DayRange } from '../audit/day-range';

const OUTCOMES = [
  { value: 'allowed', label: 'Allowed' },
  { value: 'refused', label: 'Refused' },
];
const BY = [
  { value: 'route', label: 'Route' },
  { value: 'header', label: 'Header' },
  { value: 'token', label: 'Token' },
];
const DISAGREED = [{ value: 'yes', label: 'Only those' }];

type FiltersProps = {
  query: RoutingQuery;
  params: Record<string, string>;
  hosts: string[];
  lines: RoutingLine[];
};

/** Search and filters of the log. People to choose from are those in sight; hosts are the organization's. */
export function Filters({ query, params, hosts, lines }: FiltersProps) {
  const { host, actor, from, to } = query;
  const keys = [...new Set([...hosts, ROOT_KEY, ...(host ? [host] : [])])];
  return (
    <FilterBar
      path={orgPaths.routing()}
      params={params}
      search={{ placeholder: 'Request id begins with' }}
      filters={[
        { key: 'outcome', label: 'Outcome', options: OUTCOMES },
        { key: 'by', label: 'Resolved by', options: BY },
        {
          key: 'host',
          label: 'Host',
          options: keys.map((value) => ({ value, label: hostLabel(value) })),
        },
        { key: 'actor', label: 'Who', options: peopleOf(lines, actor && toUlid(actor)) },
        { key: 'disagreed', label: 'Disagreed', options: DISAGREED },
      ]}
      end={<DayRange path={orgPaths.routing()} params={params} from={from} to={to} />}
    />
  );
}

function peopleOf(lines: RoutingLine[], chosen: string | undefined) {
  const people = new Map<string, string>();
  for (const { actor } of lines)
    if (actor.id) people.set(actor.id, actor.email ? actor.name : `${actor.name} · ${actor.id.slice(-6)}`);
  // What the address names stays a choice, also when nothing in sight has it.
  if (chosen && !people.has(chosen)) people.set(chosen, 'One person');
  return [...people]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
