import { transactAsUser } from './as-user';
import { askAuthGate } from './auth-store';
import { engine } from './client';
import { type UserDb, userHandle } from './handle';
import { translate } from './refusal';
import { accountScope, type Ticket, type UserId } from './scope';
import { sql } from './sql';

/**
 * Runs `fn` with a handle on one account's own rows, before anyone has a session in it: for the code that signs in. The
 * role of that code alone may ask for it; the rows are read and written as everywhere.
 */
export async function asAccount<T>(userId: UserId, fn: (db: UserDb) => Promise<T>): Promise<T> {
  const scope = accountScope(userId, await ticketFor(userId));
  return translate(() => fn(userHandle(engine(), scope)));
}

/** The same in one transaction. */
export const asAccountTx = async <T>(userId: UserId, fn: (db: UserDb) => Promise<T>): Promise<T> =>
  transactAsUser(accountScope(userId, await ticketFor(userId)), fn);

async function ticketFor(userId: UserId): Promise<Ticket> {
  const [row] = await askAuthGate(sql<{ ticket: Ticket }>`SELECT ticket FROM enter_account(${userId}::uuid)`);
  if (!row) throw new Error('enter_account returns a row');
  return row.ticket;
}
