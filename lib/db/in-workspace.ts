import { engine } from './client';
import { batch, type RowsOf, type WorkspaceDb, type WorkspaceTx, workspaceHandle } from './handle';
import { type Inside, TX } from './in-org';
import { translate } from './refusal';
import { type Scope, type WorkspaceId, workspaceScope } from './scope';
import type { Sql } from './sql';

/** Who is in which workspace of which org: proved by entering (lib/db/enter.ts). A WorkspaceActor is one. */
export type InsideWorkspace = Inside & { readonly workspaceId: WorkspaceId };

// One scope object an actor: what Prisma batches, it batches within one.
const scopes = new WeakMap<InsideWorkspace, Scope>();
function scopeOf(inside: InsideWorkspace): Scope {
  let scope = scopes.get(inside);
  if (!scope) {
    scope = workspaceScope(inside);
    scopes.set(inside, scope);
  }
  return scope;
}

/** Runs `fn` with a handle on the actor's workspace. Each query is one round trip and its own transaction. */
export async function inWorkspace<T>(
  inside: InsideWorkspace,
  fn: (db: WorkspaceDb) => Promise<T>,
): Promise<T> {
  return translate(() => fn(workspaceHandle(engine(), scopeOf(inside))));
}

/** Several reads of the actor's workspace in one round trip and one snapshot. */
export async function readWorkspace<const P extends readonly Sql[]>(
  inside: InsideWorkspace,
  pieces: P,
): Promise<RowsOf<P>> {
  return translate(() => batch(engine(), scopeOf(inside), pieces));
}

/**
 * Runs `fn` in one transaction on the actor's workspace: all of it is kept, or nothing. At most 15 seconds; make no
 * network call inside.
 */
export async function inWorkspaceTx<T>(
  inside: InsideWorkspace,
  fn: (db: WorkspaceTx) => Promise<T>,
): Promise<T> {
  return transactInWorkspace({ ...scopeOf(inside) }, fn);
}

/** `scope` is an object of this transaction's own: by it the engine knows the transaction. */
export async function transactInWorkspace<T>(scope: Scope, fn: (db: WorkspaceTx) => Promise<T>): Promise<T> {
  const e = engine();
  return translate(() =>
    e.scopes.run(
      scope,
      async () =>
        await e.prisma.$transaction((client) => fn(workspaceHandle(e, scope, client) as WorkspaceTx), TX),
    ),
  );
}
