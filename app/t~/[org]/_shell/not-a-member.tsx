import { DoorClosed } from 'lucide-react';
import { PageTitle } from '@/app/_shell/page-title';
import { Standalone } from '@/app/_shell/standalone';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { ERRORS } from '@/lib/errors';
import { orgPaths } from '@/lib/routes';

/** The 403 of somebody who is signed in and not a member. Names the person, never the organization. */
export function NotAMember({
  email,
  organizationsHref,
}: {
  email: string | null;
  organizationsHref: string;
}) {
  return (
    <Standalone>
      <PageTitle>No access · Rowhouse</PageTitle>
      <ErrorState
        icon={<DoorClosed />}
        title="You have no access here"
        code="tenant_forbidden"
        actions={
          <>
            <LinkButton href={organizationsHref} external variant="primary">
              Go to my organizations
            </LinkButton>
            <form method="post" action={orgPaths.signOut}>
              <Button type="submit">Sign out</Button>
            </form>
          </>
        }
      >
        {email ? (
          <p>
            You are signed in as <strong className="font-medium break-all text-ink">{email}</strong>.{' '}
            {ERRORS.tenant_forbidden.sentence} If you expect to be, ask one of its admins for an invitation.
          </p>
        ) : (
          <p>{ERRORS.tenant_forbidden.sentence}</p>
        )}
      </ErrorState>
    </Standalone>
  );
}
