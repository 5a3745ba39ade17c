import { newId } from '../ids';
import { engine } from './client';
import type { Caller } from './enter';
import { batch, type OrgDb, type OrgTx, orgHandle, type RowsOf } from './handle';
import { translate } from './refusal';
import { type InOrg, myOrgScope, newOrgScope, type OrgId, orgScope, type Scope, type UserId } from './scope';
import type { Sql } from './sql';

/** Who is where: proved by entering (lib/db/enter.ts), whose ticket it carries. An Actor is one. */
export type Inside = InOrg & { readonly userId: UserId };

// One scope object an actor: what Prisma batches, it batches within one.
const scopes = new WeakMap<Inside, Scope>();
function scopeOf(inside: Inside): Scope {
  let scope = scopes.get(inside);
  if (!scope) {
    scope = orgScope(inside);
    scopes.set(inside, scope);
  }
  return scope;
}

/** How long a transaction may last, and wait for its connection. */
export const TX = { timeout: 15_000, maxWait: 5_000 };

/** Runs `fn` with a handle on the actor's org. Each query is one round trip and its own transaction. */
export async function inOrg<T>(inside: Inside, fn: (db: OrgDb) => Promise<T>): Promise<T> {
  return translate(() => fn(orgHandle(engine(), scopeOf(inside))));
}

/** Several reads of the actor's org in one round trip and one snapshot. */
export async function readOrg<const P extends readonly Sql[]>(inside: Inside, pieces: P): Promise<RowsOf<P>> {
  return translate(() => batch(engine(), scopeOf(inside), pieces));
}

/**
 * Runs `fn` in one transaction on the actor's org: all of it is kept, or nothing. At most 15 seconds; make no
 * network call inside.
 */
export async function inOrgTx<T>(inside: Inside, fn: (db: OrgTx) => Promise<T>): Promise<T> {
  return transact({ ...scopeOf(inside) }, fn);
}

/** The transaction that founds an org, under an id that no one has. The session is checked as it begins. */
export async function inNewOrg<T>(founder: Caller, fn: (db: OrgTx) => Promise<T>): Promise<T> {
  return transact(newOrgScope(newId() as OrgId, founder), fn);
}

/**
 * A transaction on one of the person's own orgs, entered from outside: to leave it, for one. A deleted one is entered too.
 * Session and membership are checked as it begins.
 * @throws AppError unauthenticated, tenant_forbidden
 */
export async function inMyOrgTx<T>(orgId: OrgId, person: Caller, fn: (db: OrgTx) => Promise<T>): Promise<T> {
  return transact(myOrgScope(orgId, person), fn);
}

/** `scope` is an object of this transaction's own: by it the engine knows the transaction. */
export async function transact<T>(scope: Scope, fn: (db: OrgTx) => Promise<T>): Promise<T> {
  const e = engine();
  return translate(() =>
    e.scopes.run(
      scope,
      async () => await e.prisma.$transaction((client) => fn(orgHandle(e, scope, client) as OrgTx), TX),
    ),
  );
}
