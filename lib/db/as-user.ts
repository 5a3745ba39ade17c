import { engine } from './client';
import type { Caller } from './enter';
import { type UserDb, userHandle } from './handle';
import { translate } from './refusal';
import { type Scope, userScope } from './scope';

/**
 * Runs `fn` with a handle on one person's own rows: account, sessions, mailed secrets. No org is in reach. The database
 * checks the session with each query.
 * @throws AppError unauthenticated once the session has ended
 */
export async function asUser<T>(person: Caller, fn: (db: UserDb) => Promise<T>): Promise<T> {
  return translate(() => fn(userHandle(engine(), userScope(person))));
}

/** The same in one transaction. */
export async function asUserTx<T>(person: Caller, fn: (db: UserDb) => Promise<T>): Promise<T> {
  return transactAsUser(userScope(person), fn);
}

/** `scope` is an object of this transaction's own: by it the engine knows the transaction. */
export async function transactAsUser<T>(scope: Scope, fn: (db: UserDb) => Promise<T>): Promise<T> {
  const e = engine();
  return translate(() =>
    e.scopes.run(
      scope,
      async () =>
        await e.prisma.$transaction((client) => fn(userHandle(e, scope, client)), {
          timeout: 15_000,
          maxWait: 5_000,
        }),
    ),
  );
}
