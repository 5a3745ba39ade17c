import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Callout } from '@/components/ui/callout';
import { CopyField } from '@/components/ui/copy-field';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may } from '@/lib/access/can';
import { mayWith, standing } from '@/lib/access/compose';
import type { Permission } from '@/lib/access/permissions';
import { requireActorOn } from '@/lib/admit/page';
import { grantsOn, rolesAround } from '@/lib/data/access-of';
import { deliveriesOf } from '@/lib/data/deliveries';
import { receiptsOf } from '@/lib/data/receipts';
import { flowsThrough, outOfSight } from '@/lib/data/relay-flows';
import { reachOf } from '@/lib/data/relay-reach';
import { relayById } from '@/lib/data/relays';
import { fromUlid, NO_ID, toUlid } from '@/lib/ids';
import { DELIVERY_STATES } from '@/lib/relays/delivery';
import { orgPaths } from '@/lib/routes';
import { relayLine } from '@/lib/shell/relay-line';
import { orgUrl } from '@/lib/tenancy/urls';
import { accessLine, aroundLines } from '../../_access/access-line';
import { RelayState } from '../relay-state';
import { DeliveryLog } from './delivery-log';
import { Receipts } from './receipts';
import { RefreshWhileWaiting } from './refresh-while-waiting';
import { RelayActs } from './relay-acts';
import { RelaySecret } from './relay-secret';
import { RelayWorkspaces } from './relay-workspaces';
import { RemoveRelay } from './remove-relay';
import { ShareRelay } from './share-relay';

export const metadata: Metadata = { title: 'Relay' };

type RelayPageProps = {
  params: Promise<{ relay: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

// Nonsense in an address is a default, never an error.
const query = z.object({
  state: z.enum(DELIVERY_STATES).nullable().catch(null),
  before: z
    .string()
    .transform((text) => fromUlid(text))
    .nullable()
    .catch(null),
});

/** One relay: how it fares, its address and secret, and what went through it. One round trip. */
export default async function RelayPage({ params, searchParams }: RelayPageProps) {
  const id = fromUlid((await params).relay) ?? NO_ID;
  const target = { kind: 'relay', id } as const;
  const asked = query.parse(await searchParams);
  const { actor, rows, granted } = await requireActorOn('relay.read', target, [
    relayById(id),
    deliveriesOf(id, asked),
    receiptsOf(id),
    grantsOn(target),
    rolesAround(target),
    flowsThrough(id),
    reachOf(id),
  ]);
  const [[row], deliveries, receipts, grants, counts, [flows], workspaces] = rows;
  if (!row) notFound();
  const line = relayLine(row);
  const now = Date.now();
  const allowed = (permission: Permission) => mayWith(actor, 'relay', granted, permission);
  // What they could do, if they may see everything that flows through it.
  const bounded = (
    ['relay.change', 'relay.test', 'relay.rotate', 'relay.remove', 'relay.resend'] as const
  ).filter(allowed);
  const beyond = bounded.length > 0 ? outOfSight(actor, flows) : null;
  const mayNow = (permission: (typeof bounded)[number]) => beyond === null && bounded.includes(permission);
  const rights = { change: mayNow('relay.change'), test: mayNow('relay.test') };
  return (
    <Page>
      <PageHeader
        back={
          may(actor, 'relay.read')
            ? { href: orgPaths.relays, label: 'Relays' }
            : { href: orgPaths.member(toUlid(actor.userId)), label: 'What I have access to' }
        }
        title={line.name}
        badge={<RelayState state={line.state} />}
        description={
          line.url ? (
            <span className="font-mono text-sm break-all">{line.url}</span>
          ) : (
            'The built-in echo: answers each event with one of its own.'
          )
        }
        actions={
          <>
            {allowed('relay.review') ? (
              <ShareRelay
                relay={line.id}
                thing={{ name: line.name, one: 'relay' }}
                mine={standing('relay', actor.role, granted)}
                lines={grants.map(accessLine)}
                around={aroundLines('relay', counts)}
                whyHref={may(actor, 'access.read') ? orgPaths.access({ on: `relay.${line.id}` }) : undefined}
              />
            ) : null}
            <RelayActs line={line} may={rights} />
          </>
        }
      />
      {beyond ? <Callout>{beyond}</Callout> : null}
      {line.state === 'held' ? (
        <Callout tone="warn" title="It failed several times in a row">
          It is left alone for up to five minutes. Nothing is lost: what waits is sent as soon as it answers
          again. A test asks it now.
        </Callout>
      ) : null}
      <Section
        stacked
        title="Going out"
        description="Each event until it is delivered or given up, for 30 days."
      >
        <DeliveryLog
          line={line}
          deliveries={deliveries}
          asked={asked}
          now={now}
          mayResend={mayNow('relay.resend')}
          mayTest={rights.test}
        />
      </Section>
      <Section stacked title="Came in" description="The newest events that were taken, each of them once.">
        <Receipts receipts={receipts} now={now} />
      </Section>
      {workspaces.length > 1 || (workspaces.length > 0 && !line.everywhere) ? (
        <Section
          title="Workspaces"
          description="Only these workspaces send and receive messages through this relay. Others don’t see it."
        >
          <RelayWorkspaces
            relay={line.id}
            everywhere={line.everywhere}
            workspaces={workspaces.map((one) => ({ ...one, id: toUlid(one.id), name: one.name ?? 'Main' }))}
          />
        </Section>
      ) : null}
      {line.echo ? null : (
        <Section
          title="Incoming address"
          description="Post events here, as JSON with type and data, signed with the secret."
        >
          <CopyField
            value={orgUrl(actor.org.slug, orgPaths.relayIncoming(line.id))}
            label="incoming address"
          />
        </Section>
      )}
      {line.echo ? null : (
        <Section
          title="Secret"
          description="Signs what goes out and what comes in. It is stored encrypted and never shown again."
        >
          <RelaySecret line={line} now={now} mayRotate={mayNow('relay.rotate')} />
        </Section>
      )}
      {mayNow('relay.remove') ? <RemoveRelay line={line} /> : null}
      <RefreshWhileWaiting
        waiting={line.state !== 'paused' && deliveries.some((d) => d.state === 'waiting' && d.attempts < 3)}
      />
    </Page>
  );
}
