// What a request's target says, read once. The front server applies it before anything else sees the request, and
// `safeNext` holds paths to go on to to the same grammar.

/** An escape of NUL. No text of ours holds one, and Postgres takes none. */
const NUL = /%00/;
/** Printable ASCII, and nothing that would begin a fragment. */
const TARGET = /^\/[!"$-~]*$/;
/** A character that RFC 3986 lets a path segment hold as it is. */
const PLAIN = /[\w.~!$&'()*+,;=:@-]/;
/** What is left of a path that was escaped twice. */
const ESCAPED = /%[0-9a-f]{2}/i;
const BASE = 'http://target.invalid';

/**
 * Reads a request's target into its one spelling: every character of the path that needs no escape has none, every
 * other one a single upper-case escape, and parsing the result as a URL changes nothing. A target that could be read
 * in two ways has no such spelling: dot segments, empty segments, backslashes, escaped slashes, control characters,
 * broken escapes and escapes of escapes in the path, NUL anywhere.
 * @param {string} target path and query, as the client sent them
 * @returns {{ path: string, search: string } | null} null when the target is malformed; `search` is empty or starts
 *   with `?`
 */
export function readTarget(target) {
  if (!TARGET.test(target) || NUL.test(target)) return null;
  const mark = target.indexOf('?');
  const path = canonicalPath(mark < 0 ? target : target.slice(0, mark));
  if (path === null) return null;
  const search = mark < 0 ? '' : new URL(`${BASE}${path}${target.slice(mark)}`).search;
  return { path, search };
}

/** @param {string} path @returns {string | null} */
function canonicalPath(path) {
  const segments = path.slice(1).split('/');
  const last = segments.length - 1;
  const read = [];
  for (const [i, segment] of segments.entries()) {
    const text = decoded(segment);
    if (text === null || text === '.' || text === '..' || /[/\\\p{Cc}]/u.test(text) || ESCAPED.test(text))
      return null;
    // One slash may end a path, and "/" alone is one.
    if (text === '' && i < last) return null;
    read.push([...text].map((c) => (PLAIN.test(c) ? c : encodeURIComponent(c))).join(''));
  }
  return `/${read.join('/')}`;
}

/** @param {string} segment @returns {string | null} null when its escapes are broken or spell no UTF-8 */
function decoded(segment) {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
