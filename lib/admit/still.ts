import type { UserWorkspaceActor } from '../access/actor';
import { rolesThatMay } from '../access/can';
import type { Permission } from '../access/permissions';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { refusal } from './admit';
import { enterAs } from './enter';

/**
 * Asks the database anew whether an actor may still read in a workspace, with `reads` in the same round trip: for what
 * goes on after its request, like a stream of events. Session, membership, role, and sub-team are checked each time.
 * @returns null once any of that is gone
 */
export async function stillInWorkspace<const P extends readonly Sql[]>(
  { orgId, userId, sessionId, workspace }: UserWorkspaceActor,
  permission: Permission,
  reads: P,
): Promise<RowsOf<P> | null> {
  try {
    const { actor, rows } = await enterAs(
      { session: { userId, sessionId } },
      {
        wanted: { orgId },
        workspace: workspace.slug,
        only: { permission, roles: rolesThatMay(permission) },
        reads,
      },
    );
    const gone = refusal({ actor, permission, roles: new Map(), writes: false });
    return gone ? null : (rows as unknown as RowsOf<P>);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}
