import type { Metadata } from 'next';
import { NewToken } from '@/components/token/new-token';
import { TokenTable } from '@/components/token/token-table';
import { Callout } from '@/components/ui/callout';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { EVERY_SCOPE, scopeGroups } from '@/lib/access/scopes';
import { requirePerson } from '@/lib/admit/person';
import { type Identity, listIdentities } from '@/lib/auth/identities';
import { oidcSentence } from '@/lib/auth/oidc-words';
import { listSessions } from '@/lib/auth/sessions';
import { readAccount } from '@/lib/data/account';
import { onlyOwnerOf } from '@/lib/data/close-account';
import { myOrgs, myOwned, orgCard } from '@/lib/data/my-orgs';
import { listUserTokens } from '@/lib/data/user-tokens';
import { env } from '@/lib/env';
import { toUlid } from '@/lib/ids';
import { currentTheme } from '@/lib/shell/theme';
import { Appearance } from './appearance';
import { CloseAccount } from './close-account';
import { deviceOf } from './device';
import { Devices } from './devices';
import { Identities } from './identities';
import { MyOrganizations } from './my-organizations';
import { PasswordSection } from './password-section';
import { Profile } from './profile';
import { makeMyToken, replaceMyToken, revokeMyToken } from './token-actions';
import { tokenLine } from './token-line';

export const metadata: Metadata = { title: 'Account' };

/** A person's own page: who they are, how they sign in, and where they are signed in. */
export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const person = await requirePerson();
  const { error } = await searchParams;
  const failed = oidcSentence(String(error ?? ''));
  const [account, sessions, owned, theme, identities, orgs, things, tokens] = await Promise.all([
    readAccount(person),
    listSessions(person.userId),
    onlyOwnerOf(person),
    currentTheme(),
    listIdentities(person.userId),
    myOrgs(person),
    myOwned(person),
    listUserTokens(person),
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
        <PasswordSection email={person.email} hasPassword={account.hasPassword} />
      </Section>
      {connected.length + others.length > 0 ? (
        <Section
          title="Sign in with"
          description="Connect an account that you have elsewhere, and sign in with it. Links to your e-mail address go on working."
        >
          {failed ? <Callout tone="danger">{failed}</Callout> : null}
          <Identities connected={connected} others={others} now={Date.now()} />
        </Section>
      ) : null}
      <Section
        title="Devices"
        description="Where you are signed in. Ending one takes effect at its next click."
      >
        <Devices devices={sessions.map((session) => deviceOf(session, person.sessionId))} now={now} />
      </Section>
      <Section
        stacked
        title="API tokens"
        description="For scripts of your own. Each acts as you, in whichever organization a request names, with your role there. For a build or a service, make one on the organization’s own page instead."
        actions={
          <NewToken
            variant="default"
            action={makeMyToken}
            groups={scopeGroups(EVERY_SCOPE)}
            description="It acts as you, with your role in the organization that a request names in X-Rowhouse-Organization, or by its host."
          />
        }
      >
        {lines.length > 0 ? (
          <TokenTable
            label="Your tokens"
            lines={lines}
            now={now}
            rotate={replaceMyToken}
            revoke={revokeMyToken}
          />
        ) : (
          <p className="text-ink-3">None yet.</p>
        )}
      </Section>
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
    name: all.find((one) => one.issuer === issuer)?.name ?? new URL(issuer).host,
    email,
    since: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
  }));
  const others = all.filter(({ issuer }) => !identities.some((one) => one.issuer === issuer));
  return { connected, others: others.map(({ id, name }) => ({ id, name })) };
}
