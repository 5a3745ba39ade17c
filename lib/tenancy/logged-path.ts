const MAX = 300;

/** What stands in a log in the place of a secret. */
export const MASK = '***';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// As ours are spelt: upper case, and of this age.
const ULID = /^01[0-9A-HJKMNP-TV-Z]{24}$/;
const NAMED = /(secret|token|password|passwd|apikey|api_key|signature|session|code|key)[=:~]/i;

/**
 * A path as a log may keep it: without query and fragment, with every segment masked that looks like a secret
 * (a long run of letters and digits mixed, or of large and small ones; a token by its name), cut off after 300 characters. Ids stay.
 */
export function loggedPath(path: string): string {
  const [bare = ''] = path.split(/[?#]/, 1);
  const shown = bare.split('/').map((segment) => (isSecret(segment) ? MASK : segment));
  const text = plain(shown.join('/') || '/');
  return text.length > MAX ? `${text.slice(0, MAX - 1)}…` : text;
}

function isSecret(segment: string): boolean {
  const text = decoded(segment);
  if (UUID.test(text) || ULID.test(text)) return false;
  if (NAMED.test(text)) return true;
  if (text.length >= 24 && /[A-Z]/.test(text) && /[a-z]/.test(text)) return true;
  return text
    .split(/[^A-Za-z0-9]+/)
    .some((run) => run.length >= 16 && /[A-Za-z]/.test(run) && /\d/.test(run));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Text that every log and database takes: no control characters, no half of a pair. */
export const plain = (text: string): string => text.replace(/\p{Cc}/gu, '�').toWellFormed();
