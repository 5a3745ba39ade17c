import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { PageTitle } from '@/app/_shell/page-title';
import { Standalone } from '@/app/_shell/standalone';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { actorIfAny } from '@/lib/auth/current';
import { orgPaths, rootPaths } from '@/lib/routes';
import { rootUrl } from '@/lib/tenancy/urls';

export const metadata: Metadata = { title: 'Not found' };

/** 404: in the frame for a member; on a host that leads nowhere, a page that knows of no organization. */
export default async function NotFound() {
  const actor = await actorIfAny();
  if (!actor) {
    return (
      <Standalone>
        <PageTitle>Not found · Rowhouse</PageTitle>
        <ErrorState
          icon={<Compass />}
          title="No organization lives here"
          code="not_found"
          actions={
            <LinkButton href={rootUrl(rootPaths.organizations)} external>
              Go to my organizations
            </LinkButton>
          }
        >
          The address may be mistyped, or was given up.
        </ErrorState>
      </Standalone>
    );
  }
  return (
    <>
      <PageTitle>{`Not found · ${actor.org.name}`}</PageTitle>
      <ErrorState
        icon={<Compass />}
        title="There is nothing here"
        code="not_found"
        actions={<LinkButton href={orgPaths.overview}>Go to the overview</LinkButton>}
      >
        The address may be mistyped, or what was here is gone.
      </ErrorState>
    </>
  );
}
