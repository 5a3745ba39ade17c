import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { OrgColor } from '@/components/ui/org-color';
import { publicPage } from '@/lib/admit/person';
import { caller } from '@/lib/admit/sender';
import { oidcSentence } from '@/lib/auth/oidc-words';
import { env } from '@/lib/env';
import { rootPaths } from '@/lib/routes';
import { doorOf } from '../_door/door-of';
import { SignIn } from './sign-in';

/** The tab carries the icon of the organization whose host sent the person here. */
export async function generateMetadata({ searchParams }: PageProps<'/sign-in'>): Promise<Metadata> {
  const { org } = await doorOf(searchParams);
  return {
    title: 'Sign in',
    ...(org?.iconUrl && { icons: { icon: { url: org.iconUrl, type: 'image/png' } } }),
  };
}

/** Signing in, for the root host and for every organization's: an organization's host sends its people here. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { person } = await publicPage();
  const door = await doorOf(searchParams);
  const { error } = await searchParams;
  // Coming back from a provider that was to be connected: the account page says what came of it.
  if (person && error) redirect(rootPaths.accountAfter({ error: String(error) }));
  if (person) redirect(door.next || rootPaths.organizations);
  const providers = env().OIDC_PROVIDERS.map(({ id, name }) => ({ id, name }));
  // A cookie of ours whose session does not stand any more: say why the way led here.
  const ended = (await caller()) !== null;
  return (
    <OrgColor color={door.org?.color}>
      <SignIn {...door} ended={ended} providers={providers} failed={oidcSentence(String(error ?? ''))} />
    </OrgColor>
  );
}
