import type { Metadata } from 'next';
import { PageTitle } from '@/app/_shell/page-title';
import { actorIfAny } from '@/lib/admit/page';
import { personIfOurs } from '@/lib/admit/person';
import { rootPaths } from '@/lib/routes';
import { requestInfo } from '@/lib/tenancy/request';
import { rootUrl } from '@/lib/tenancy/urls';
import { NotAMember } from './_shell/not-a-member';
import { RoleMayNot } from './_shell/role-may-not';
import { myWorkspaces } from './_shell/workspaces';

export const metadata: Metadata = { title: 'No access' };

/**
 * 403: in the frame for a member whose role may not; for everybody else a page that says nothing of the
 * organization, the same on every host.
 */
export default async function Forbidden() {
  const actor = await actorIfAny();
  if (actor) {
    const workspaces = (await myWorkspaces(actor)).map(({ slug }) => slug);
    return (
      <>
        <PageTitle>{`No access · ${actor.org.name}`}</PageTitle>
        <RoleMayNot role={actor.role} renderedAt={(await requestInfo()).path} workspaces={workspaces} />
      </>
    );
  }
  const person = await personIfOurs();
  return <NotAMember email={person?.email ?? null} organizationsHref={rootUrl(rootPaths.organizations)} />;
}
