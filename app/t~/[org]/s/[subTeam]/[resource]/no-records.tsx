import { Plus, SearchX, Table2, Upload } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import type { Description } from '@/lib/resources/describe';
import { RESOURCES, type Verb } from '@/lib/resources/names';
import type { recordPaths } from '@/lib/resources/paths';

type NoRecordsProps = {
  resource: Description;
  q: string;
  filtered: boolean;
  paths: ReturnType<typeof recordPaths>;
  may: Record<Verb, boolean>;
};

/** What stands in the list's place while there is nothing: what it is for, or why nothing was found. */
export function NoRecords({ resource, q, filtered, paths, may }: NoRecordsProps) {
  const { one, many } = RESOURCES[resource.name];
  if (filtered)
    return (
      <EmptyState
        icon={<SearchX />}
        title={q ? `No ${one} matches “${q}”` : `No ${one} matches these filters`}
        action={<LinkButton href={paths.list}>Clear all filters</LinkButton>}
      >
        {q && [...q].length < 3
          ? 'One or two letters find what begins with them; three find any part.'
          : `Search looks in ${resource.searches.charAt(0).toLowerCase()}${resource.searches.slice(1)}.`}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Table2 />}
      title={`No ${many} yet`}
      action={
        may.create || may.import ? (
          <>
            {may.create ? (
              <LinkButton href={paths.create} variant="primary" icon={<Plus />}>
                Add {one}
              </LinkButton>
            ) : null}
            {may.import ? (
              <LinkButton href={paths.imports} icon={<Upload />}>
                Import from a file
              </LinkButton>
            ) : null}
          </>
        ) : undefined
      }
    >
      {resource.empty}
    </EmptyState>
  );
}
