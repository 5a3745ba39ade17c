import { engine } from './client';
import { type UserDb, userHandle } from './handle';
import { translate } from './refusal';
import { type UserId, userScope } from './scope';

/** Runs `fn` with a handle on one user's own rows: account, sessions, mailed secrets. No org is in reach. */
export async function asUser<T>(user: { userId: UserId }, fn: (db: UserDb) => Promise<T>): Promise<T> {
  return translate(() => fn(userHandle(engine(), userScope(user.userId))));
}

/** The same in one transaction. */
export async function asUserTx<T>(user: { userId: UserId }, fn: (db: UserDb) => Promise<T>): Promise<T> {
  const e = engine();
  const scope = userScope(user.userId);
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
