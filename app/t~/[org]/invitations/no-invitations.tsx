import { MailOpen, SearchX } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { orgPaths } from '@/lib/routes';

/** What stands in the list's place: nobody was invited yet, or nothing matches. */
export function NoInvitations({ filtered, mayInvite }: { filtered: boolean; mayInvite: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        icon={<SearchX />}
        title="No invitation matches these filters"
        action={<LinkButton href={orgPaths.invitations()}>Clear all filters</LinkButton>}
      >
        Search looks in the address that was invited.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<MailOpen />}
      title="Nobody was invited yet"
      action={
        mayInvite ? (
          <LinkButton href={orgPaths.invite} variant="primary">
            Invite people
          </LinkButton>
        ) : null
      }
    >
      Invitations stand here with what came of them: pending, expired, accepted or withdrawn.
    </EmptyState>
  );
}
