import { Globe } from 'lucide-react';
import type { Metadata } from 'next';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may } from '@/lib/access/can';
import { requireActorWith } from '@/lib/admit/page';
import { DOMAINS } from '@/lib/data/domains';
import { dnsSettings } from '@/lib/domains/settings';
import { orgHostLabel } from '@/lib/tenancy/urls';
import { AddDomain } from './add-domain';
import { DomainCard } from './domain-card';
import { domainLine } from './domain-line';
import { Subdomain } from './subdomain';

export const metadata: Metadata = { title: 'Domains' };

/** Every host that opens the organization: its subdomain and its custom domains. One round trip. */
export default async function DomainsPage() {
  const {
    actor,
    rows: [rows],
  } = await requireActorWith('domain.read', [DOMAINS]);
  const { org } = actor;
  const settings = dnsSettings();
  const lines = rows
    .map((row) => domainLine(row, org.host, settings))
    .sort((a, b) => Number(b.primary) - Number(a.primary));
  const rights = {
    add: may(actor, 'domain.add'),
    check: may(actor, 'domain.check'),
    remove: may(actor, 'domain.remove'),
    setPrimary: may(actor, 'domain.set_primary'),
  };
  const shown = { name: org.name, address: orgHostLabel(org.slug), leadsTo: orgHostLabel(org.host) };
  const now = Date.now();
  return (
    <Page>
      <PageHeader
        title="Domains"
        description={`Where members open ${org.name}. The switcher leads to the primary domain.`}
        actions={rights.add && lines.length > 0 ? <AddDomain /> : null}
      />
      <Section stacked title="Subdomain" description="Always opens, whatever happens to the domains below.">
        <Subdomain
          slug={org.slug}
          primary={org.host === org.slug}
          mayRename={may(actor, 'org.rename')}
          maySetPrimary={rights.setPrimary}
        />
      </Section>
      <Section
        stacked
        title="Custom domains"
        description="They are looked up again by themselves: what you see is how they stood at the last look-up."
      >
        {lines.length > 0 ? (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {lines.map((line) => (
              <DomainCard key={line.id} line={line} org={shown} may={rights} now={now} />
            ))}
          </div>
        ) : (
          <div className="rounded-card border border-line">
            <EmptyState
              icon={<Globe />}
              title="Open it at a domain of your own"
              action={rights.add ? <AddDomain /> : null}
            >
              Add console.example.com, set two DNS records, and {org.name} opens there, with its own sign-in.
            </EmptyState>
          </div>
        )}
      </Section>
    </Page>
  );
}
