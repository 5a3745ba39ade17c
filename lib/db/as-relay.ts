import { askAuthGate } from './auth-store';
import { engine } from './client';
import { type OrgDb, orgHandle, type WorkspaceTx } from './handle';
import { transactInWorkspace } from './in-workspace';
import { translate } from './refusal';
import { type OrgId, orgScope, type Ticket, type WorkspaceId, workspaceScope } from './scope';
import { sql } from './sql';

// How the sender of a relay's event gets in: a machine, with no person behind it. Its signature was checked outside the
// database, which doesn't know the secret, so the role of the sign-in code vouches for it.

type Entered = { org_id: OrgId; ticket: Ticket };

/** Runs `fn` with a handle on the relay's org. @throws AppError not_found when it is gone */
export async function inOrgAsRelay<T>(relayId: string, fn: (db: OrgDb) => Promise<T>): Promise<T> {
  const { org_id: orgId, ticket } = await enter(relayId, null);
  return translate(() => fn(orgHandle(engine(), orgScope({ orgId, ticket }))));
}

/** Runs `fn` in one transaction on a workspace of the relay's org. @throws AppError not_found when either is gone */
export async function inWorkspaceTxAsRelay<T>(
  relayId: string,
  workspaceId: string,
  fn: (db: WorkspaceTx) => Promise<T>,
): Promise<T> {
  const { org_id: orgId, ticket } = await enter(relayId, workspaceId);
  const inside = { orgId, ticket, workspaceId: workspaceId as WorkspaceId };
  return transactInWorkspace(workspaceScope(inside), fn);
}

async function enter(relayId: string, workspaceId: string | null): Promise<Entered> {
  const [row] = await askAuthGate(
    sql<Entered>`SELECT org_id, ticket FROM enter_as_relay(${relayId}::uuid, ${workspaceId}::uuid)`,
  );
  if (!row) throw new Error('enter_as_relay returns a row or raises');
  return row;
}
