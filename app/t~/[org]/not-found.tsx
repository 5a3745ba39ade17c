import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { PageTitle } from '@/app/_shell/page-title';
import { Standalone } from '@/app/_shell/standalone';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { actorIfAny } from '@/lib/admit/page';
import { rootPaths } from '@/lib/routes';
import { requestInfo } from '@/lib/tenancy/request';
import { rootUrl } from '@/lib/tenancy/urls';
import { NothingHere } from './_shell/nothing-here';

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
      <NothingHere role={actor.role} features={[...actor.features]} renderedAt={(await requestInfo()).path} />
    </>
  );
}
