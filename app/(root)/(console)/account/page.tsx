import type { Metadata } from 'next';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requirePerson } from '@/lib/auth/current';
import { listSessions } from '@/lib/auth/sessions';
import { readAccount } from '@/lib/data/account';
import { onlyOwnerOf } from '@/lib/data/close-account';
import { orgCard } from '@/lib/data/my-orgs';
import { currentTheme } from '@/lib/shell/theme';
import { Appearance } from './appearance';
import { CloseAccount } from './close-account';
import { deviceOf } from './device';
import { Devices } from './devices';
import { PasswordSection } from './password-section';
import { Profile } from './profile';

export const metadata: Metadata = { title: 'Account' };

/** A person's own page: who they are, how they sign in, and where they are signed in. */
export default async function AccountPage() {
  const person = await requirePerson();
  const [account, sessions, owned, theme] = await Promise.all([
    readAccount(person),
    listSessions(person.userId),
    onlyOwnerOf(person),
    currentTheme(),
  ]);
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
        <Devices devices={sessions.map((session) => deviceOf(session, person.sessionId))} now={Date.now()} />
      </Section>
      <Section title="Appearance" description="In this browser, on this address.">
        <Appearance theme={theme} />
      </Section>
      <CloseAccount email={person.email} onlyOwnerOf={owned.map(orgCard)} />
    </Page>
  );
}
