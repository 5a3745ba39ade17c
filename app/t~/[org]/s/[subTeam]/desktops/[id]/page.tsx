import { notFound } from 'next/navigation';
import { may } from '@/lib/access/can';
import { requireWorkspaceWith } from '@/lib/auth/workspace';
import { CANDIDATES, workerAt } from '@/lib/data/desktops';
import { fromUlid, NO_ID, toUlid } from '@/lib/ids';
import { desktop } from '@/lib/resources/desktop';
import { recordOf } from '@/lib/resources/list';
import { historyOf, RecordView } from '../../[resource]/[id]/record-view';
import { WorkerPanel } from './worker-panel';

/** A desktop as any resource, and who works there. One round trip. */
export default async function DesktopPage({ params }: PageProps<'/t~/[org]/s/[subTeam]/desktops/[id]'>) {
  const { id } = await params;
  const uuid = fromUlid(id) ?? NO_ID;
  const { actor, rows } = await requireWorkspaceWith('desktop.read', [
    recordOf(desktop, uuid),
    historyOf(desktop, uuid),
    workerAt(uuid),
    CANDIDATES,
  ]);
  const [[row], events, [worker], candidates] = rows;
  if (!row) notFound();
  return (
    <RecordView resource={desktop} actor={actor} row={row} events={events}>
      <WorkerPanel
        desktop={id}
        name={row.name}
        worker={
          worker ? { id: toUlid(worker.user_id), name: worker.name, since: worker.since.getTime() } : null
        }
        candidates={candidates.map(({ user_id, name, at }) => ({ id: toUlid(user_id), name, at }))}
        may={may(actor, 'desktop.assign') && !actor.workspace.archived}
        now={Date.now()}
      />
    </RecordView>
  );
}
