import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { may as mayDo } from '@/lib/access/can';
import type { Permission } from '@/lib/access/permissions';
import { requireActorWith } from '@/lib/admit/page';
import { FORMER_HOSTS, OWNER_COUNT } from '@/lib/data/org-settings';
import { orgPaths } from '@/lib/routes';
import { orgHostLabel, rootUrl } from '@/lib/tenancy/urls';
import { Address } from './address';
import { AsItIs } from './as-it-is';
import { Brand } from './brand';
import { Danger } from './danger';
import { FormerAddresses } from './former-addresses';

export const metadata: Metadata = { title: 'Settings' };

/** Name, colour and address of the organization, and the ways out of it; each for the roles that may. */
export default async function SettingsPage() {
  const {
    actor,
    rows: [former, [owners]],
  } = await requireActorWith('org.read', [FORMER_HOSTS, OWNER_COUNT]);
  const { role, org } = actor;
  const may = (permission: Permission) => mayDo(actor, permission);
  const hosts = former.map(({ host, former_until }) => ({
    host: orgHostLabel(host),
    until: former_until.toISOString(),
  }));
  const general = {
    name: org.name,
    color: org.color,
    iconUrl: org.icon && orgPaths.brandImage(org.icon),
    host: orgHostLabel(org.host),
  };
  return (
    <Page>
      <PageHeader title="Settings" />
      {may('brand.update') ? (
        <AsItIs {...general} brandingHref={orgPaths.branding} />
      ) : may('org.update') ? (
        <Section title="General" description="What members see in the switcher, in tabs and in invitations.">
          <div id="general" className="scroll-mt-20" />
          <Brand name={org.name} color={org.color} />
        </Section>
      ) : (
        <AsItIs {...general} />
      )}
      {may('org.rename') ? (
        <Section
          title="Address"
          description="Where the organization is opened. Everything keeps its id when the address changes."
        >
          <Address slug={org.slug} host={orgHostLabel(org.slug)} domain={new URL(rootUrl()).host} />
          <FormerAddresses hosts={hosts} />
        </Section>
      ) : null}
      <Danger
        slug={org.slug}
        name={org.name}
        role={role}
        mayTransfer={may('org.transfer')}
        mayDelete={may('org.delete')}
        lastOwner={role === 'owner' && owners?.owners === 1}
      />
    </Page>
  );
}
