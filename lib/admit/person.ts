import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Person } from '../access/actor';
import { touchSession } from '../data/presence';
import { type Caller, type EnteredUser, enterUser } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { rootPaths } from '../routes';
import { requestInfo } from '../tenancy/request';
import { caller } from './sender';

/** The signed-in person of this request on any host, proved. Throws AppError unauthenticated. */
export const currentPerson = cache(async (): Promise<Person> => {
  const who = await caller();
  if (!who) throw new AppError('unauthenticated');
  const { entered } = await enterUser(who.caller, []);
  return personOf(entered, who.caller);
});

const personOf = ({ name, email, verified }: EnteredUser, caller: Caller): Person => ({
  ...caller,
  name,
  email,
  verified,
});

/** The signed-in person, or null. For pages that anybody may see. */
export async function personIfAny(): Promise<Person | null> {
  try {
    return await currentPerson();
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return null;
    throw error;
  }
}

/** For pages of the root host: the signed-in person, or the way to sign in. */
export const requirePerson = async (): Promise<Person> => (await requirePersonWith([])).person;

/**
 * The same with the page's first reads, in the person's own scope, in the round trip that checks the session. When
 * it has ended no read runs.
 */
export async function requirePersonWith<const P extends readonly Sql[]>(
  reads: P,
): Promise<{ person: Person; rows: RowsOf<P> }> {
  const { path } = await requestInfo();
  const who = await caller();
  if (who && !who.fresh) redirect(rootPaths.renew(path));
  try {
    if (!who) throw new AppError('unauthenticated');
    const { entered, rows } = await enterUser(who.caller, reads);
    touchSession(who.caller, entered.seen_at);
    return { person: personOf(entered, who.caller), rows };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error;
    redirect(rootPaths.signIn({ next: path }));
  }
}

/** For pages that anybody may see: says so, and gives the person when there is one. */
export const publicPage = async (): Promise<{ person: Person | null }> => ({ person: await personIfAny() });
