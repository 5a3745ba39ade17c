import { existsSync } from 'node:fs';
import { inState, readJson, writePrivate } from './state.mjs';

/**
 * The same server under another sign-in.
 * @param {string} base a postgres:// URL; its parameters (sslmode …) are kept
 * @param {{ user?: string, password?: string, database?: string }} change
 */
export function urlWith(base, { user, password, database }) {
  const url = new URL(base);
  if (user !== undefined) url.username = encodeURIComponent(user);
  if (password !== undefined) url.password = encodeURIComponent(password);
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** The database a URL names; '' when it names none. */
export const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1));

const file = () => inState('database.json');

/**
 * Keeps the addresses of the database that was last started or used, for `db:url`, Prisma's CLI and the like.
 * @param {{ kind: 'embedded' | 'external', admin: string | null, migrator: string, app: string,
 *   auth: string, worker: string }} urls
 */
export const rememberUrls = (urls) => writePrivate(file(), `${JSON.stringify(urls, null, 2)}\n`);

/** The addresses kept by `rememberUrls`; null before the first start. */
export const knownUrls = () => (existsSync(file()) ? readJson(file()) : null);
