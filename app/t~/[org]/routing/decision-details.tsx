import type { ReactNode } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { exact, type Moment, relative } from '@/components/ui/relative';
import { Status } from '@/components/ui/status';
import { orgPaths } from '@/lib/routes';
import type { RoutingLine } from '@/lib/shell/routing-line';
import { ResolvedBy } from './decision-table';

/** One decision in full: what came, every signal and what became of it, who, and the numbers to search by. */
export function DecisionDetails({ line, now }: { line: RoutingLine; now: Moment }) {
  const { header, token, actor, reason } = line;
  return (
    <div className="grid gap-5">
      <p className="font-mono text-sm break-all text-ink">
        <span className="text-ink-3">{line.method} </span>
        {line.host}
        {line.path}
      </p>
      <Facts
        items={[
          {
            term: 'Outcome',
            value: (
              <Status tone={line.refused ? 'red' : 'green'}>{line.refused ? 'Refused' : 'Allowed'}</Status>
            ),
            hint: reason && (
              <>
                {reason.sentence} <code className="font-mono">{reason.code}</code>
              </>
            ),
          },
          { term: 'When', value: exact(line.at), hint: relative(line.at, now) },
          { term: 'Resolved by', value: <ResolvedBy by={line.by} />, hint: line.disagreed },
          {
            term: 'Host',
            value: <Mono>{line.host}</Mono>,
            hint: line.by === 'route' ? 'It decided.' : 'It names no organization.',
          },
          {
            term: 'Header',
            value: header ? <Mono>{header.said}</Mono> : <Nothing />,
            hint: header && (header.lost ? 'It lost.' : line.by === 'header' ? 'It decided.' : 'It agreed.'),
          },
          {
            term: 'Token',
            value: token ? <Mono>{token.org}</Mono> : <Nothing />,
            hint: token && (token.lost ? 'It is bound to another organization.' : 'It agreed.'),
          },
          {
            term: 'Who',
            value: <span className="break-all">{actor.name}</span>,
            hint: actor.id ? (
              <Link href={orgPaths.routing({ actor: actor.id })} className="text-accent-text hover:underline">
                All they asked for
              </Link>
            ) : null,
          },
          { term: 'Served as', value: SURFACES[line.surface] ?? line.surface },
          { term: 'Address', value: <Mono>{line.ip}</Mono> },
          {
            term: 'Request',
            value: <Copyable value={line.requestId} label="Copy the request’s id" />,
          },
          { term: 'Decision', value: <Copyable value={line.id} label="Copy the decision’s id" /> },
        ]}
      />
    </div>
  );
}

const SURFACES: Record<string, string> = { page: 'Page', action: 'Action', api: 'API or file' };

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
            {hint ? <div className="mt-0.5 text-xs break-words text-ink-3">{hint}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const Nothing = () => <span className="text-ink-3">none</span>;

const Mono = ({ children }: { children: ReactNode }) => (
  <span className="font-mono text-xs break-all">{children}</span>
);

function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <Mono>{value}</Mono>
      <CopyButton value={value} label={label} />
    </span>
  );
}
