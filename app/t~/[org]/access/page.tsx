import { KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { Callout } from '@/components/ui/callout';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { requireActorWith } from '@/lib/admit/page';
import {
  type HeldRow,
  memberGrants,
  type ReachRow,
  reachCount,
  reachOf,
  type Thing,
  thingOf,
  waysOf,
} from '@/lib/data/access-of';
import { pageOrFirst } from '@/lib/data/keyset';
import { type MemberCard, memberCard } from '@/lib/data/member-card';
import { openPage, PAGE_SIZE } from '@/lib/data/member-query';
import { NO_ID, toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { thingLine } from '@/lib/shell/thing-line';
import { Ask } from './ask';
import { askedAbout } from './asked';
import { HeldList } from './held-list';
import { ReachTable } from './reach-table';
import { Verdict } from './verdict';
import { WhatIfList } from './what-if-list';

export const metadata: Metadata = { title: 'Access' };

const NOTHING = { kind: 'relay', id: NO_ID } as const;

/**
 * Why somebody can reach something: every way, the one that decides, and what would change. With a resource alone,
 * everybody who can reach it; with a member alone, all that they were given. One round trip.
 */
export default async function AccessPage({ searchParams }: PageProps<'/t~/[org]/access'>) {
  const { member, target, ...asked } = askedAbout(await searchParams);
  const about = target ?? NOTHING;
  const list = `reach ${about.kind} ${about.id}`;
  const cursor = openPage(list, asked.after, asked.before);
  const walk = { desc: false, cursor: cursor ?? null, size: PAGE_SIZE };
  const { actor, rows } = await requireActorWith('access.read', [
    memberCard(member ?? NO_ID),
    thingOf(about),
    waysOf(about, member ?? NO_ID),
    memberGrants(target ? NO_ID : (member ?? NO_ID)),
    ...(target && !member ? [reachOf(about, walk), reachCount(about)] : []),
  ] as const);
  const [[who], [found], [ways], held, reach = [], counts = []] = rows as unknown as [
    MemberCard[],
    Thing[],
    (ReachRow & { let_in: boolean })[],
    HeldRow[],
    ReachRow[]?,
    { count: number }[]?,
  ];
  const thing = found && thingLine(found);
  const person = who && { id: toUlid(who.user_id), name: who.name || who.email, email: who.email };
  const ask = { list, walk, lost: cursor === null };
  const { page } = await pageOrFirst(actor, reach, ask, (next) => reachOf(about, next));
  return (
    <Page>
      <PageHeader title="Access" description="Who can reach what, through what, and what would change." />
      <Ask person={person ?? null} thing={thing ?? null} />
      {(member && !who) || (target && !thing) ? (
        <Callout tone="warn" title={member && !who ? 'That is no member here' : 'That is not there any more'}>
          Choose again above.
        </Callout>
      ) : person && thing && ways ? (
        <>
          <Verdict person={person} thing={thing} row={ways} />
          <WhatIfList name={person.name} kind={thing.kind} row={ways} />
        </>
      ) : thing ? (
        <ReachTable thing={thing} page={page} total={counts[0]?.count ?? 0} />
      ) : person ? (
        <section className="grid gap-3">
          <h2 className="text-base font-semibold">What {person.name} was given</h2>
          <HeldList
            rows={held}
            none={`Nothing was shared with ${person.name}, or with a team they are in. What their role in the organization allows they have anyway.`}
            whyHref={(on) => orgPaths.access({ member: person.id, on })}
          />
        </section>
      ) : (
        <EmptyState
          icon={<KeyRound />}
          title="Ask about a person, a thing, or both"
          action={
            <LinkButton href={orgPaths.access({ member: toUlid(actor.userId) })}>Start with me</LinkButton>
          }
        >
          A person shows what they were given, a thing who can reach it, and the two together why.
        </EmptyState>
      )}
    </Page>
  );
}
