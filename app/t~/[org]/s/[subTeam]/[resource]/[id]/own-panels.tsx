import type { ReactNode } from 'react';
import type { UserWorkspaceActor } from '@/lib/access/actor';
import { may } from '@/lib/access/can';
import { CANDIDATES, type CandidateRow, type WorkerRow, workerAt } from '@/lib/data/desktops';
import type { Sql } from '@/lib/db/sql';
import { toUlid } from '@/lib/ids';
import type { RecordRow } from '@/lib/resources/describe';
import type { ResourceName } from '@/lib/resources/names';
import { WorkerPanel } from '../../_desktops/worker-panel';

type OwnPanel = {
  /** What it has to read of one row, in the round trip of the page. */
  reads: (id: string) => readonly Sql[];
  panel: (of: { row: RecordRow; actor: UserWorkspaceActor; rows: unknown[][]; now: number }) => ReactNode;
};

/** What the page of one row has besides what every resource has, below the details. */
export const OWN_PANELS: Partial<Record<ResourceName, OwnPanel>> = {
  desktop: {
    reads: (id) => [workerAt(id), CANDIDATES],
    panel: ({ row, actor, rows, now }) => {
      const [[worker], candidates] = rows as [WorkerRow[], CandidateRow[]];
      return (
        <WorkerPanel
          desktop={toUlid(row.id)}
          name={row.name}
          worker={
            worker ? { id: toUlid(worker.user_id), name: worker.name, since: worker.since.getTime() } : null
          }
          candidates={candidates.map(({ user_id, name, at }) => ({ id: toUlid(user_id), name, at }))}
          may={may(actor, 'desktop.assign') && !actor.workspace.archived}
          now={now}
        />
      );
    },
  },
};
