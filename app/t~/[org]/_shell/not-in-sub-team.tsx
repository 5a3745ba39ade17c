import { Layers } from 'lucide-react';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { orgPaths } from '@/lib/routes';

/** The 403 of a member at a sub-team that they are not in. Its name is not said: they may not know of it. */
export function NotInSubTeam() {
  return (
    <ErrorState
      icon={<Layers />}
      title="You are not in this sub-team"
      code="sub_team_forbidden"
      actions={
        <>
          <LinkButton href={orgPaths.subTeams}>See my sub-teams</LinkButton>
          <LinkButton href={orgPaths.overview} variant="ghost">
            Go to the overview
          </LinkButton>
        </>
      }
    >
      <p>Owners and admins assign members to sub-teams. Ask one of them to add you.</p>
    </ErrorState>
  );
}
