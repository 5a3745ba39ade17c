import { ArrowRight, Check, Minus, Share2 } from 'lucide-react';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Callout } from '@/components/ui/callout';
import { cn } from '@/components/ui/cn';
import { Link } from '@/components/ui/link';
import { roleOf } from '@/lib/access/compose';
import { heldBy } from '@/lib/access/grants';
import { PERMISSIONS } from '@/lib/access/permissions';
import { why } from '@/lib/access/why';
import type { ReachRow } from '@/lib/data/access-of';
import { orgPaths } from '@/lib/routes';
import type { ThingLine } from '@/lib/shell/thing-line';
import { roleWord } from '../_access/access-line';
import { WayNode } from './way';
import { waysFrom } from './ways-from';

type VerdictProps = {
  person: { id: string; name: string };
  thing: ThingLine;
  row: ReachRow & { let_in: boolean };
};

/** The answer in one line, and below it every way from the person to the thing, the one that decides first. */
export function Verdict({ person, thing, row }: VerdictProps) {
  const { role, composed, comesIn, paths } = why(thing.kind, waysFrom(row));
  const held = role ? heldBy(thing.kind, role) : null;
  return (
    <section aria-labelledby="verdict" className="grid gap-4">
      <h2
        id="verdict"
        className="flex flex-wrap items-center gap-x-2 gap-y-1 text-title font-semibold text-balance"
      >
        <Link href={orgPaths.member(person.id)} className="underline-offset-4 hover:underline">
          {person.name}
        </Link>
        {role ? (
          <>
            <span className="font-normal text-ink-2">is</span>
            <span className="rounded-control bg-accent-soft px-2 text-accent-text">{roleWord(role)}</span>
            <span className="font-normal text-ink-2">of</span>
          </>
        ) : (
          <span className="font-normal text-ink-2">can’t reach</span>
        )}
        <Link href={thing.href} className="underline-offset-4 hover:underline">
          {thing.name}
        </Link>
      </h2>
      {comesIn ? null : (
        <Callout tone="warn" title={`${person.name} is not in ${thing.home ?? 'this sub-team'}`}>
          {composed.role
            ? `The ways below would make them ${roleWord(composed.role).toLowerCase()}. None of them opens the sub-team: somebody has to assign them to it.`
            : 'Nothing leads them to it either.'}
        </Callout>
      )}
      <ol aria-label={`Ways from ${person.name} to ${thing.name}`} className="grid gap-2">
        {paths.map((path, i) => {
          const given = roleOf(thing.kind, path);
          const decides = given !== null && i === 0 && comesIn;
          return (
            <li
              key={`${path.via} ${path.via === 'team' ? path.team.id : ''}`}
              className={cn(
                'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 rounded-card border px-4 py-3 sm:grid-cols-[minmax(0,4fr)_auto_minmax(0,5fr)_auto_minmax(0,4fr)_5.5rem]',
                decides ? 'border-accent bg-accent-soft/40' : 'border-line bg-surface',
                given === null && 'border-dashed',
              )}
            >
              <span className="flex min-w-0 items-center gap-2.5 max-sm:hidden">
                <Avatar name={person.name} size={24} />
                <span className="truncate font-medium">{person.name}</span>
              </span>
              <Arrow className="max-sm:hidden" />
              <WayNode path={path} />
              <Arrow className="max-sm:hidden" />
              <span className="flex min-w-0 items-center gap-2.5">
                <Share2 aria-hidden className="shrink-0 text-ink-3 max-sm:hidden" />
                <span className="min-w-0">
                  <span className="block truncate leading-4.5 font-medium">
                    {given ? roleWord(given) : 'Gives nothing'}
                  </span>
                  <span className="block truncate text-xs text-ink-2">{thing.name}</span>
                </span>
              </span>
              <span className="justify-self-end max-sm:col-start-2 max-sm:row-start-1">
                {decides ? (
                  <Badge tone="accent" icon={<Check />}>
                    Decides
                  </Badge>
                ) : given ? (
                  <Badge>Also</Badge>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
      <section aria-labelledby="allowed">
        <h3 id="allowed" className="text-xs font-medium text-ink-3">
          What that allows with {thing.name}
        </h3>
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1.5">
          {[...heldBy(thing.kind, 'owner')].toReversed().map((permission) => {
            const may = held?.has(permission) ?? false;
            return (
              <li
                key={permission}
                className={cn('flex items-center gap-1.5', may ? 'text-ink' : 'text-ink-3')}
              >
                {may ? <Check aria-hidden className="text-green" /> : <Minus aria-hidden />}
                {PERMISSIONS[permission]}
                <span className="sr-only">{may ? ': yes' : ': no'}</span>
              </li>
            );
          })}
        </ul>
      </section>
    </section>
  );
}

const Arrow = ({ className }: { className?: string }) => (
  <ArrowRight aria-hidden className={cn('text-ink-3', className)} />
);
