import { z } from 'zod';
import type { Actor } from '../access/actor';
import type { OrgTx, WorkspaceTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { AppError } from '../errors';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { stillMay } from './org-settings';
import { ONE_ID } from './picked';
import { mustHaveNoOutsiders, outsiders } from './relay-flows';
import { IN_ALL } from './sub-team-list';

// A relay carries messages of all workspaces, or of chosen ones. What it doesn't carry neither goes out nor comes in through it.

/** True in SQL for a relay `r` that carries messages of the workspace in scope. */
export const CARRIES = sql`(r.everywhere OR ${WORKSPACE} = ANY (r.carries))`;

/**
 * Locks the relay's reach until the end of the transaction, in which a message of the workspace in scope goes through it.
 * @throws AppError not_found; conflict when the relay doesn't carry this workspace's messages
 */
export async function mustCarry(db: WorkspaceTx, relayId: string): Promise<void> {
  const [relay] = await db.rows(sql<{ carried: boolean }>`
    SELECT ${CARRIES} AS carried FROM relay r WHERE r.org_id = ${ORG} AND r.id = ${relayId}::uuid FOR SHARE`);
  if (!relay) throw new AppError('not_found');
  if (!relay.carried)
    throw new AppError('conflict', {
      message: 'This relay doesn’t carry messages of this workspace. Ask an owner or admin to add it.',
    });
}

/** What the page sends: `all`, or workspaces by their ids as they are known outside. */
export const relayReachSchema = z.strictObject({
  relay: ONE_ID,
  workspaces: z.union([z.literal('all'), z.array(ONE_ID).max(501)]),
});

/** Workspaces of a relay, as uuids; `all` also for those that come later. */
export type Reach = 'all' | readonly string[];

/**
 * Returns the workspaces that a relay can carry, and whether it does, for owners and admins: to others the names of sub-teams
 * that they aren't in are not told. The main workspace has no name.
 */
export const reachOf = (
  relayId: string | null,
): Sql<{ id: string; name: string | null; carried: boolean }> => sql`
  SELECT w.id, t.name, r.everywhere OR w.id = ANY (r.carries) AS carried
  FROM relay r JOIN workspace w ON w.org_id = ${ORG}
    LEFT JOIN sub_team t ON t.org_id = ${ORG} AND t.id = w.id
  WHERE r.org_id = ${ORG} AND r.id = ${relayId}::uuid AND (w.id = ${ORG} OR t.deleted_at IS NULL) AND ${IN_ALL}
  ORDER BY t.name IS NOT NULL, lower(t.name), w.id`;

/**
 * Changes which workspaces a relay carries messages of. What is queued already is still sent.
 * @throws AppError not_found; forbidden for everyone but owners and admins; conflict when someone could then change where
 *   messages go that they can't see
 */
export async function changeRelayReach(
  actor: Actor,
  id: string,
  reach: Reach,
  request: RequestInfo,
): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'relay.change'); // locks the org, and with it its relays and sub-teams
    const relay = await db.relay.findFirst({ where: { id }, select: { name: true, everywhere: true } });
    if (!relay) throw new AppError('not_found');
    const there = await db.rows(reachOf(id));
    const wanted = reach === 'all' ? there : there.filter((one) => reach.includes(one.id));
    if (reach !== 'all' && wanted.length !== new Set(reach).size) throw new AppError('not_found');
    if (wanted.length === 0)
      throw new AppError('invalid', { message: 'Choose at least one workspace, or all of them.' });
    const same =
      relay.everywhere === (reach === 'all') && there.every((one) => one.carried === wanted.includes(one));
    if (same) return;
    const added = wanted.filter(({ carried }) => !carried);
    if (added.length > 0)
      await mustHaveNoOutsiders(
        db,
        id,
        added.map((one) => one.id),
      );
    const carries = reach === 'all' ? [] : [...new Set(reach)];
    await db.relay.updateMany({ where: { id }, data: { everywhere: reach === 'all', carries } });
    const target = { kind: 'relay', id, label: relay.name };
    const before = { workspaces: relay.everywhere ? 'All' : named(there.filter((one) => one.carried)) };
    const after = { workspaces: reach === 'all' ? 'All' : named(wanted) };
    await record(db, { actor, request }, { action: 'relay.workspaces_changed', target, before, after });
  });
}

const named = (workspaces: { name: string | null }[]) => workspaces.map(({ name }) => name ?? 'Main');

/**
 * Keeps a new sub-team out of relays that carry all workspaces and can be changed by a grant: nobody but owners and admins is
 * in it yet, and whoever chose the address of such a relay may not be one. It can be added on the relay's page. Call it in the
 * transaction that creates the sub-team.
 * @returns the names of these relays
 */
export async function keepOutOfSharedRelays(
  db: OrgTx,
  by: { actor: Actor; request: RequestInfo },
  subTeam: { id: string; name: string },
): Promise<string[]> {
  const limited = await db.rows(sql<{ id: string; name: string }>`
    UPDATE relay r SET everywhere = false,
      carries = ARRAY(SELECT w.id FROM workspace w WHERE w.org_id = ${ORG} AND w.id <> ${subTeam.id}::uuid)
    WHERE r.org_id = ${ORG} AND r.everywhere AND EXISTS (${outsiders(sql`r.id`, [subTeam.id])})
    RETURNING r.id, r.name`);
  for (const { id, name: label } of limited)
    await record(db, by, {
      action: 'relay.workspaces_changed',
      target: { kind: 'relay', id, label },
      before: { workspaces: 'All' },
      after: { workspaces: `All but ${subTeam.name}` },
    });
  return limited.map(({ name }) => name);
}
