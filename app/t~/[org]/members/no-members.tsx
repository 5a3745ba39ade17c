import { SearchX, UserPlus } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import type { MemberQuery } from '@/lib/data/member-query';
import { orgPaths } from '@/lib/routes';

/** What stands in the list's place when nothing matches, and below it while there is only one's own row. */
export function NoMembers({ query, alone }: { query: MemberQuery; alone?: boolean }) {
  if (alone) {
    return (
      <EmptyState
        icon={<UserPlus />}
        title="Nobody else is here yet"
        action={
          <LinkButton href={orgPaths.invite} variant="primary">
            Invite people
          </LinkButton>
        }
      >
        Invite one person, or paste a whole list. Each gets a mail with a link that works for seven days.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title={query.q ? `Nobody matches “${query.q}”` : 'Nobody matches these filters'}
      action={<LinkButton href={orgPaths.members()}>Clear all filters</LinkButton>}
    >
      {[...query.q].length > 0 && [...query.q].length < 3
        ? 'One or two letters find names and addresses that begin with them; three find any part.'
        : 'Search looks in names and e-mail addresses.'}
    </EmptyState>
  );
}
