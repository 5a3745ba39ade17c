import { Code } from '@/components/ui/code';
import { exact } from '@/components/ui/relative';
import { Status, type Tone } from '@/components/ui/status';
import type { DomainState as State } from '@/lib/domains/state';
import type { DomainLine, ShownOrg } from './domain-line';

const STATES: Record<State, { tone: Tone; word: string }> = {
  pending: { tone: 'amber', word: 'Pending' },
  verified: { tone: 'blue', word: 'Verified' },
  live: { tone: 'green', word: 'Live' },
  failing: { tone: 'red', word: 'Failing' },
  lapsed: { tone: 'neutral', word: 'Lapsed' },
};

/** How a domain fares, as dot and word. */
export function DomainState({ state }: { state: State }) {
  const { tone, word } = STATES[state];
  return <Status tone={tone}>{word}</Status>;
}

/** What that means for it, and what to do next. */
export function DomainNote({ line, org }: { line: DomainLine; org: ShownOrg }) {
  const { state, taken, proofGone, everHeld, ends, primary } = line;
  if (state === 'live' && primary) return <>Opens {org.name}.</>;
  if (state === 'live')
    return (
      <>
        Redirects to <span className="break-all">{org.leadsTo}</span>. Made the primary one, it opens{' '}
        {org.name} itself.
      </>
    );
  if (state === 'verified')
    return <>It is yours, and nobody else can have it. It works once its name leads here.</>;
  if (state === 'failing') {
    if (!proofGone) return <>It no longer leads here. It stays yours: put the record back.</>;
    return (
      <>
        Its TXT record is gone. It is still served; without the record it is released
        {ends ? <Until at={ends} word="after" /> : null}.
      </>
    );
  }
  if (state === 'lapsed')
    return everHeld ? (
      <>Its TXT record was missing for days, so it was released. Add it again to start over.</>
    ) : (
      <>Nobody proved it within 14 days. Add it again to start over.</>
    );
  if (taken)
    return (
      <>
        The proof is right, but another organization holds this domain and has to let it go first.{' '}
        <Code>host_taken</Code>
      </>
    );
  return (
    <>
      Set these records where the domain’s DNS is kept. The claim waits
      {ends ? <Until at={ends} word="until" /> : null}.
    </>
  );
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function Until({ at, word }: { at: number; word: string }) {
  return (
    <>
      {' '}
      {word}{' '}
      <time dateTime={new Date(at).toISOString()} title={exact(at)} className="whitespace-nowrap">
        {day.format(at)}
      </time>
    </>
  );
}
