import { FilterBar } from '@/components/table/filter-bar';
import type { AuditQuery } from '@/lib/data/audit-query';
import { toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import type { AuditLine } from '@/lib/shell/audit-line';
import { ACTIONS, actionLabel } from '@/lib/shell/event-words';
import { DayRange } from './day-range';

const OUTCOMES = [
  { value: 'allowed', label: 'Allowed' },
  { value: 'refused', label: 'Refused' },
];

type FiltersProps = { query: AuditQuery; params: Record<string, string>; lines: AuditLine[] };

/** Search and filters of the log. People to choose from are those in sight. */
export function Filters({ query, params, lines }: FiltersProps) {
  const { action, actor, target, from, to } = query;
  const about = lines.find((line) => line.target)?.target;
  return (
    <FilterBar
      path={orgPaths.audit()}
      params={params}
      search={{ placeholder: 'E-mail begins with' }}
      filters={[
        { key: 'action', label: 'What', options: withChosen(ACTIONS, action, action && actionLabel(action)) },
        { key: 'outcome', label: 'Outcome', options: OUTCOMES },
        {
          key: 'actor',
          label: 'Who',
          options: withChosen(peopleOf(lines), actor && toUlid(actor), 'One person'),
        },
        ...(target
          ? [
              {
                key: 'target',
                label: 'About',
                options: [{ value: toUlid(target), label: about?.label ?? 'One thing' }],
              },
            ]
          : []),
      ]}
      end={<DayRange path={orgPaths.audit()} params={params} from={from} to={to} />}
    />
  );
}

type Option = { value: string; label: string };

function peopleOf(lines: AuditLine[]): Option[] {
  const people = new Map<string, string>();
  for (const { actor } of lines) if (actor.id) people.set(actor.id, actor.name);
  return [...people]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** What the address names stays a choice, also when nothing in sight has it. */
const withChosen = (options: Option[], value: string | undefined, label: string | undefined): Option[] =>
  !value || options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: label ?? value }];
