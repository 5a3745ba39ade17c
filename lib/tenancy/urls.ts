import { env } from '../env';

/** An absolute address on the root host. From the settings, never from a request's Host. */
export const rootUrl = (path = '/'): string => new URL(path, env().ROOT_URL).href;

/** An absolute address on an org's host. `key` is a subdomain's label (the slug) or a custom domain. */
export function orgUrl(key: string, path = '/'): string {
  const { ROOT_URL, ROOT_DOMAIN } = env();
  const host = key.includes('.') ? key : `${key}.${ROOT_DOMAIN}`;
  return new URL(path, `${ROOT_URL.protocol}//${host}${ROOT_URL.port ? `:${ROOT_URL.port}` : ''}`).href;
}

/** The host as a person reads it, without scheme: `acme.rowhouse.localhost:3000`. */
export const orgHostLabel = (key: string): string => new URL(orgUrl(key)).host;
