import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { exact, type Moment, relative } from '@/components/ui/relative';
import { Status } from '@/components/ui/status';
import { orgPaths } from '@/lib/routes';
import type { AuditLine, Change } from '@/lib/shell/audit-line';
import { Sentence } from '../_shell/sentence';

/** One event in full: sentence, change, who, from where, and the numbers by which support finds it. */
export function EventDetails({ line, now }: { line: AuditLine; now: Moment }) {
  const { actor, target } = line;
  return (
    <div className="grid gap-5">
      <div className="flex gap-3">
        <Avatar name={actor.name} size={32} />
        <p className="min-w-0 self-center text-base break-words text-ink-2">
          <Sentence words={line.words} />
        </p>
      </div>
      {line.changes.length ? <Changes changes={line.changes} /> : null}
      <Facts
        items={[
          { term: 'When', value: exact(line.at), hint: relative(line.at, now) },
          {
            term: 'Outcome',
            value: (
              <Status tone={line.refused ? 'red' : 'green'}>{line.refused ? 'Refused' : 'Allowed'}</Status>
            ),
            hint: line.reason,
          },
          {
            term: 'Who',
            value: <span className="break-all">{actor.email}</span>,
            hint: actor.id ? <Narrow href={orgPaths.audit({ actor: actor.id })}>All they did</Narrow> : null,
          },
          ...(target
            ? [
                {
                  term: KINDS[target.kind] ?? target.kind,
                  value: <span className="break-all">{target.label}</span>,
                  hint: target.id ? (
                    <Narrow href={orgPaths.audit({ target: target.id })}>All that happened to it</Narrow>
                  ) : null,
                },
              ]
            : []),
          { term: 'Address', value: <span className="font-mono text-xs">{line.ip}</span> },
          { term: 'Device', value: line.device, hint: <span className="break-words">{line.userAgent}</span> },
          { term: 'Action', value: <Copyable value={line.action} label="Copy the action" /> },
          { term: 'Request', value: <Copyable value={line.requestId} label="Copy the request’s id" /> },
          { term: 'Event', value: <Copyable value={line.id} label="Copy the event’s id" /> },
        ]}
      />
    </div>
  );
}

type Fact = { term: string; value: ReactNode; hint?: ReactNode };

/** Terms and values in a sheet's width. */
function Facts({ items }: { items: Fact[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, value, hint }) => (
        <div key={term} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-4 py-2.5">
          <dt className="text-ink-2">{term}</dt>
          <dd className="text-ink">
            {value}
            {hint ? <div className="mt-0.5 text-xs text-ink-3">{hint}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const KINDS: Record<string, string> = { member: 'Member', invitation: 'Invitation', org: 'Organization' };

function Changes({ changes }: { changes: Change[] }) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-control border border-line">
      <caption className="sr-only">What changed</caption>
      <thead className="bg-sunken text-left text-xs text-ink-3">
        <tr>
          <Cell head>Field</Cell>
          <Cell head>Before</Cell>
          <Cell head>After</Cell>
        </tr>
      </thead>
      <tbody className="font-mono text-xs break-words">
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <Cell>
              <span className="font-sans text-sm">{field}</span>
              <span className="block font-sans text-xs text-ink-3">{kindOf(before, after)}</span>
            </Cell>
            <Cell>
              {before === null ? <Nothing /> : <del className="text-red no-underline">{before}</del>}
            </Cell>
            <Cell>
              {after === null ? <Nothing /> : <ins className="text-green no-underline">{after}</ins>}
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const kindOf = (before: string | null, after: string | null): string => {
  if (before === null) return 'Added';
  if (after === null) return 'Removed';
  return before === after ? 'Same' : 'Changed';
};

function Cell({ head, children }: { head?: boolean; children: ReactNode }) {
  const look = 'border-line px-3 py-1.5 align-top font-[inherit] [tbody_&]:border-t';
  return head ? (
    <th scope="col" className={look}>
      {children}
    </th>
  ) : (
    <td className={look}>{children}</td>
  );
}

const Nothing = () => <span className="text-ink-3">none</span>;

function Narrow({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-accent-text hover:underline">
      {children}
    </Link>
  );
}

function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="min-w-0 font-mono text-xs break-all">{value}</span>
      <CopyButton value={value} label={label} />
    </span>
  );
}
