import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Person } from '../access/actor';
import { touchSession } from '../data/presence';
import { type Caller, type EnteredUser, enterUser } from '../db/enter';
import type { RowsOf } from '../db/handle';
import type { Sql } from '../db/sql';
import { AppError } from '../errors';
import { rootPaths } from '../routes';
import { isOurs } from '../tenancy/ours';
import { requestInfo } from '../tenancy/request';
import { caller } from './sender';

/**
 * Throws `root_host_required` on an organization's host. A session there acts in that organization and nowhere else; what
 * belongs to the person happens on the root host.
 */
export async function onRootHost(): Promise<void> {
  if ((await requestInfo()).hostKey !== null) throw new AppError('root_host_required');
}

/** Returns the signed-in person, proved. On the root host only. @throws AppError root_host_required, unauthenticated */
export async function currentPerson(): Promise<Person> {
  await onRootHost();
  return personHere();
}

/**
 * Returns the signed-in person on the root host or on a subdomain. For the few surfaces that guard/static/any-host.ts
 * lists. @throws AppError root_host_required (on a custom domain), unauthenticated
 */
export async function personOnOurHost(): Promise<Person> {
  if (!isOurs((await requestInfo()).hostKey)) throw new AppError('root_host_required');
  return personHere();
}

/** Throws `unauthenticated` unless a standing session is behind this host's cookie, whichever host it is. */
export async function mustBeSignedIn(): Promise<void> {
  await personHere();
}

/** Whose session this host's cookie names, proved. Never hand it out without a look at the host. */
const personHere = cache(async (): Promise<Person> => {
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

/** Returns the signed-in person, or null without one. On an organization's host there is never one. */
export const personIfAny = (): Promise<Person | null> => orNull(currentPerson());

/** Returns the signed-in person, or null without one and on custom domains. */
export const personIfOurs = (): Promise<Person | null> => orNull(personOnOurHost());

/** Returns whether a standing session is behind this host's cookie. */
export const isSignedIn = async (): Promise<boolean> => (await orNull(personHere())) !== null;

/** Passes on what only the server is to blame for: a page that went on as if there were no one would ask again. */
async function orNull(person: Promise<Person>): Promise<Person | null> {
  try {
    return await person;
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
  await onRootHost();
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
