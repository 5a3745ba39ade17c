import type { WorkspaceActor } from '../access/actor';
import type { WorkspaceTx } from '../db/handle';
import { inWorkspaceTx } from '../db/in-workspace';
import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { IN_WORKSPACE, peopleHere } from './workspace-members';

/** Who works at a desktop: somebody who is in the workspace, or nobody. */
export type WorkerRow = { user_id: string; name: string; since: Date };

/** Who works at this desktop; no row: nobody does, or there is no such desktop here. */
export const workerAt = (id: string): Sql<WorkerRow> => sql<WorkerRow>`
  SELECT m.user_id, m.name, d.since FROM desktop d
  JOIN membership m ON m.org_id = ${ORG} AND m.user_id = d.member_id AND ${IN_WORKSPACE}
  WHERE d.org_id = ${ORG} AND d.workspace_id = ${WORKSPACE} AND d.id = ${id}::uuid`;

export type CandidateRow = { user_id: string; name: string; at: string | null };

/** At which desktop of the workspace a member works, `m`. */
const AT = sql`(SELECT d.name FROM desktop d
  WHERE d.org_id = ${ORG} AND d.workspace_id = ${WORKSPACE} AND d.member_id = m.user_id) AS at`;

/** Who could work at a desktop here, to choose from, and at which they do now. */
export const CANDIDATES = peopleHere<CandidateRow>(sql`m.user_id, m.name, ${AT}`);

/** What became of an assignment. `elsewhere`: nothing, since they work at that desktop; say `move` to move them. */
export type Assigned = { name: string | null } | { elsewhere: string; name: string };

/**
 * Gives a desktop to a member, or frees it. One desktop has one member, and in a workspace a member has one desktop: who
 * works at another is moved only when that is said. Who was shown somebody else than who is there now decides anew.
 * @param to the member; null: nobody
 * @param was who was shown to be there
 * @throws AppError not_found (also for who is not in the workspace), conflict
 */
export async function assignDesktop(
  actor: WorkspaceActor,
  id: string,
  { to, was, move }: { to: string | null; was: string | null; move: boolean },
  request: RequestInfo,
): Promise<Assigned> {
  return inWorkspaceTx(actor, async (db) => {
    const desktop = await locked(db, id);
    const [worker] = await db.rows(workerAt(id));
    if ((worker?.user_id ?? null) !== was && (worker?.user_id ?? null) !== to)
      throw new AppError('conflict', {
        message: worker
          ? `${worker.name} works at ${desktop.name} by now. Look again before you decide.`
          : `${desktop.name} is free by now. Look again before you decide.`,
      });
    const chosen = to === null ? null : await candidate(db, to);
    if ((worker?.user_id ?? null) === to) return { name: chosen?.name ?? null };
    if (chosen?.at && !move) return { elsewhere: chosen.at, name: chosen.name };
    if (to !== null) await db.desktop.updateMany({ where: { memberId: to }, data: { memberId: null } });
    await db.desktop.updateMany({ where: { id }, data: { memberId: to, since: new Date() } });
    await record(
      db,
      { actor, request },
      {
        action: 'desktop.assigned',
        target: { kind: 'desktop', id, label: desktop.name },
        before: { member: worker?.name ?? null },
        after: { member: chosen?.name ?? null, ...(chosen?.at && { moved_from: chosen.at }) },
      },
    );
    return { name: chosen?.name ?? null };
  });
}

async function locked(db: WorkspaceTx, id: string): Promise<{ name: string }> {
  // One at a time in a workspace: two moves that cross each other would each wait for the other's desktop.
  const [desktop] = await db.rows(sql<{ name: string }>`SELECT d.name
    FROM (SELECT pg_advisory_xact_lock(hashtextextended('desktops ' || ${WORKSPACE}, 0))) turn CROSS JOIN desktop d
    WHERE d.org_id = ${ORG} AND d.workspace_id = ${WORKSPACE} AND d.id = ${id}::uuid FOR UPDATE OF d`);
  if (!desktop) throw new AppError('not_found');
  return desktop;
}

async function candidate(db: WorkspaceTx, userId: string): Promise<CandidateRow> {
  const [found] = await db.rows(sql<CandidateRow>`
    SELECT m.user_id, m.name, ${AT} FROM membership m WHERE m.org_id = ${ORG} AND m.user_id = ${userId}::uuid AND ${IN_WORKSPACE}`);
  if (!found) throw new AppError('not_found');
  return found;
}
