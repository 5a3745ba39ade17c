import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '@/components/shell/auth-card';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { publicPage } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';

export const metadata: Metadata = { title: 'Sign out' };

/** Where a custom domain sends people who sign out there: it can't end the session, which is theirs everywhere. */
export default async function SignOutPage() {
  const { person } = await publicPage();
  if (!person) redirect(rootPaths.signIn());
  return (
    <AuthCard
      title="Sign out everywhere?"
      description="You’re signed out of that domain. You’re still signed in to Rowhouse on this device."
    >
      <div className="flex flex-wrap gap-2 *:flex-1">
        <form method="post" action={rootPaths.signOut}>
          <Button type="submit" variant="primary" className="w-full">
            Sign out
          </Button>
        </form>
        <LinkButton href={rootPaths.organizations}>Stay signed in</LinkButton>
      </div>
    </AuthCard>
  );
}
