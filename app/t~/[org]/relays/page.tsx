import { Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { RELAYS } from '@/lib/data/relays';
import { relayLine } from '@/lib/shell/relay-line';
import { AddRelay } from './add-relay';
import { RelayTable } from './relay-table';

export const metadata: Metadata = { title: 'Relays' };

/** Every relay of the organization. One round trip. */
export default async function RelaysPage() {
  const {
    actor,
    rows: [rows],
  } = await requireActorWith('relay.read', [RELAYS]);
  const lines = rows.map((row) => relayLine(row));
  const add = may(actor, 'relay.create') ? <AddRelay /> : null;
  return (
    <Page>
      <PageHeader
        title="Relays"
        description="Where events go out to and come in from, signed with a secret of each relay’s own."
        actions={lines.length > 0 ? add : null}
      />
      {lines.length > 0 ? (
        <RelayTable lines={lines} now={Date.now()} />
      ) : (
        <EmptyState icon={<Webhook />} title="No relay yet" action={add}>
          Add the address of a service of yours that carries messages, or the built-in echo to try it out.
        </EmptyState>
      )}
    </Page>
  );
}
