import type { Metadata } from 'next';
import { NewToken } from '@/components/token/new-token';
import { TokenTable } from '@/components/token/token-table';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { EVERY_SCOPE, scopeGroups } from '@/lib/access/scopes';
import { requirePerson } from '@/lib/auth/current';
import { listSessions } from '@/lib/auth/sessions';
import { readAccount } from '@/lib/data/account';
import { onlyOwnerOf } from '@/lib/data/close-account';
import { orgCard } from '@/lib/data/my-orgs';
import { listUserTokens } from '@/lib/data/user-tokens';
import { currentTheme } from '@/lib/shell/theme';
import { Appearance } from './appearance';
import { CloseAccount } from './close-account';
import { deviceOf } from './device';
import { Devices } from './devices';
import { PasswordSection } from './password-section';
import { Profile } from './profile';
import { makeMyToken, replaceMyToken, revokeMyToken } from './token-actions';
import { tokenLine } from './token-line';

export const metadata: Metadata = { title: 'Account' };

/** A person's own page: who they are, how they sign in, and where they are signed in. */
export default async function AccountPage() {
  const person = await requirePerson();
  const [account, sessions, owned, theme, tokens] = await Promise.all([
    readAccount(person),
    listSessions(person.userId),
    onlyOwnerOf(person),
    currentTheme(),
    listUserTokens(person),
  ]);
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
      <CloseAccount email={person.email} onlyOwnerOf={owned.map(orgCard)} />
    </Page>
  );
}
