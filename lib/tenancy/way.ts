import { isInternalPath, parseHost } from './host.mjs';

// Pure string work, for the middleware; the replay of the routing log asks the very same.

/** Where a request goes by its host and path alone, before anybody is known. */
export type Way =
  | { to: 'nowhere'; status: 400 | 404; code: 'bad_host' | 'not_found'; why: string; sentence: string }
  /** This machine under its own name asks whether the server is well. */
  | { to: 'health' }
  | { to: 'root' }
  /** `api`: served as it is, under one path on every host; else by the pages of an org's host. */
  | { to: 'org'; key: string; api: boolean };

const HEALTH = '/api/health';
const ASK = '/api/domains/ask';
/** Where a relay's signed events come in. */
const RELAY_IN = /^\/api\/relays\/[0-9A-Za-z]{26}\/incoming$/;

/**
 * Reads where a request goes.
 * @param host the Host header, or what a trusted proxy says in its place
 * @param rootDomain host name of the console, without port
 */
export function wayOf(host: string | null | undefined, path: string, rootDomain: string): Way {
  const kind = parseHost(host, rootDomain);
  if (kind.kind === 'bad') return nowhere(400, 'bad_host', kind.why);
  // A proxy on this machine asks which hosts are known, before it has a certificate for any.
  if (kind.kind === 'local' && path === ASK) return { to: 'root' };
  if (kind.kind === 'local') return path === HEALTH ? { to: 'health' } : nowhere(404, 'not_found', 'local');
  if (isInternalPath(path)) return nowhere(404, 'not_found', 'internal path');
  if (kind.kind === 'root') return { to: 'root' };
  return { to: 'org', key: kind.key, api: isApiPath(path) };
}

/** True for a path that means the same on every host. */
export const isApiPath = (path: string): boolean =>
  path === HEALTH || path.startsWith('/api/v1/') || RELAY_IN.test(path);

const SENTENCES: Record<string, string> = {
  bad_host: 'This address is not one that leads anywhere here.',
  local: 'No organization lives at this address.',
  'internal path': 'There is nothing here by that name.',
};

const nowhere = (status: 400 | 404, code: 'bad_host' | 'not_found', why: string): Way => ({
  to: 'nowhere',
  status,
  code,
  why,
  sentence: SENTENCES[why] ?? SENTENCES[code] ?? '',
});
