import { Callout } from '@/components/ui/callout';
import type { WorkspaceActor } from '@/lib/access/actor';

/** Says on each page of an archived sub-team that nothing can be changed there. */
export function ArchivedNote({ workspace }: Pick<WorkspaceActor, 'workspace'>) {
  if (!workspace.archived) return null;
  return (
    <Callout title={`${workspace.name} is archived`}>
      It can be read and not changed. An owner or admin can bring it back.
    </Callout>
  );
}
