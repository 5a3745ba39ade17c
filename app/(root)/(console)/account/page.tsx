import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requirePerson } from '@/lib/admit/person';
import { type Identity, listIdentities } from '@/lib/auth/identities';
import { oidcSentence } from '@/lib/auth/oidc-words';
import { providerName } from '@/lib/auth/provider-name';
import { listSessions } from '@/lib/auth/sessions';
import { readAccount } from '@/lib/data/account';
import { onlyOwnerOf } from '@/lib/data/close-account';
import { listMyOrgTokens } from '@/lib/data/my-org-tokens';
import { myOrgs, myOwned, orgCard } from '@/lib/data/my-orgs';
import { listUserTokens } from '@/lib/data/user-tokens';
import { env } from '@/lib/env';
import { toUlid } from '@/lib/ids';
import { currentTheme } from '@/lib/shell/theme';
import { AccessSection } from './access-section';
import { Appearance } from './appearance';
import { CloseAccount } from './close-account';
import { deviceOf } from './device';
import { Devices } from './devices';
import { MyOrganizations } from './my-organizations';
import { PasswordSection } from './password-section';
import { Profile } from './profile';
import { choosable, orgTokenLine, tokenLine } from './token-line';

export const metadata: Metadata = { title: 'Account' };

/** A person's own page: who they are, how they sign in, and where they are signed in. */
export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const person = await requirePerson();
  const { error } = await searchParams;
  const failed = oidcSentence(String(error ?? ''));
  const [account, sessions, owned, theme, identities, orgs, things, tokens, orgTokens] = await Promise.all([
    readAccount(person),
    listSessions(person),
    onlyOwnerOf(person),
    currentTheme(),
    listIdentities(person),
    myOrgs(person),
    myOwned(person),
    listUserTokens(person),
    listMyOrgTokens(person),
  ]);
  const { connected, others } = providersOf(identities);
  const now = Date.now();
  const lines = tokens.map((row) => tokenLine(row, now));
  return (
    <Page>
      <PageHeader title="Account" description="Yours in every organization." />
      <Section title="Profile" description="How others in your organizations see you.">
        <Profile name={person.name} email={person.email} verified={account.verifiedAt !== null} />
      </Section>
      <Section title="Password" description="Changing it signs out all other devices.">
        <PasswordSection
          email={person.email}
          hasPassword={account.hasPassword}
          tokens={choosable(lines, now)}
        />
      </Section>
      <Section title="Devices" description="Where you’re signed in. Signing out takes effect immediately.">
        <Devices
          devices={sessions.map((session) => deviceOf(session, person.sessionId))}
          tokens={choosable(lines, now)}
          now={now}
        />
      </Section>
      <AccessSection
        failed={failed}
        connected={connected}
        others={others}
        personal={lines}
        organizations={orgTokens.map(orgTokenLine)}
        now={now}
      />
      <Section title="Appearance" description="In this browser, on this address.">
        <Appearance theme={theme} />
      </Section>
      <Section title="Organizations" description="Leaving one takes nothing from the others.">
        <MyOrganizations
          orgs={orgs.map((org) => ({
            ...orgCard(org),
            onlyOwner: owned.some((one) => one.org_id === org.org_id),
            things: things.get(org.org_id),
          }))}
        />
      </Section>
      <CloseAccount
        email={person.email}
        onlyOwnerOf={owned.map(orgCard)}
        owns={orgs.flatMap((org) => {
          const of = things.get(org.org_id);
          return of ? [{ ...orgCard(org), ...of }] : [];
        })}
      />
    </Page>
  );
}

/** Those that are connected, and the configured ones that aren't. One that was taken out of the settings keeps its issuer's name. */
function providersOf(identities: Identity[]) {
  const all = env().OIDC_PROVIDERS;
  const connected = identities.map(({ id, issuer, email, createdAt, usedAt }) => ({
    id: toUlid(id),
    name: providerName(issuer),
    email,
    since: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
  }));
  const others = all.filter(({ issuer }) => !identities.some((one) => one.issuer === issuer));
  return { connected, others: others.map(({ id, name }) => ({ id, name })) };
}
