import { ORG_PARTS, type ResourceScope } from '../resources/names';

/** The slug of the main workspace, which no sub-team can have. */
export const MAIN = 'main';

const PATH = /^\/s\/([a-z0-9](?:-?[a-z0-9]){1,39})(?:[/?#]|$)/;

/**
 * Which workspace of its org a path is for: `main`, or a sub-team's slug; null outside /s/. One exact spelling: what
 * is escaped or upper case names no workspace.
 */
export const workspaceOf = (path: string): string | null => PATH.exec(path)?.[1] ?? null;

/** The same path below /s/ with another slug: where a link with a sub-team's former slug leads now. */
export const inWorkspaceCalled = (path: string, slug: string): string =>
  path.replace(/^\/s\/[a-z0-9-]+/, `/s/${slug}`);

/** Resources of which scope a path can be about: those of workspaces stand below /s/, the organization's do not. */
export const scopeAt = (path: string): ResourceScope => (workspaceOf(path) === null ? 'org' : 'workspace');

/**
 * Which workspace a request for a path enters. Below /s/ that is the one that the path names. What is the organization's as
 * a whole lives in the main one, at an address that names none: below /s/ it isn't there, in whatever spelling.
 * @param ofOrg the first parts of such addresses
 */
export function workspaceFor(path: string, ofOrg = ORG_PARTS): string | null {
  const named = workspaceOf(path);
  if (named === null) return ofOrg.has(partOf(path)) ? MAIN : null;
  return ofOrg.has(plain(partOf(path.slice(`/s/${named}`.length)))) ? null : named;
}

/** Where the page of a path lies in the app: what is the organization's as a whole has the pages of the main workspace. */
export const pagePath = (path: string, ofOrg = ORG_PARTS): string =>
  ofOrg.has(partOf(path)) ? `/s/${MAIN}${path}` : path;

const partOf = (path: string): string => /^\/([^/?#]+)/.exec(path)?.[1] ?? '';

/** As the app would read it: it takes escapes of ordinary letters for the letters. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
