import { STATUS_CODES } from 'node:http';
import { rateLimitHeaders } from './admission.mjs';
import { waitPage } from './wait-page.mjs';

/** Problem type of the RateLimit draft, which names the policies that were hit. */
const QUOTA_EXCEEDED = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

/** @typedef {{ status: 429 | 503, code: string, title: string, sentence: string, retryAfter: number, headers: Record<string, string>, more?: object }} Refusal */

const inSeconds = (/** @type {number} */ n) => (n === 1 ? 'in a second' : `in ${n} seconds`);

/** What somebody is told whose bucket is empty. @param {import('./admission.mjs').Refused} verdict @returns {Refusal} */
export function overLimit({ drawn, full }) {
  const retryAfter = Math.max(1, Math.ceil(full.resetMs / 1000));
  const who =
    full.name === 'organization'
      ? 'Your organization'
      : full.name === 'session'
        ? 'You'
        : full.name === 'token'
          ? 'This token'
          : null;
  const sent = who
    ? `${who} sent more requests than a minute may have.`
    : 'Too many requests came from here within a minute.';
  return {
    status: 429,
    code: 'rate_limited',
    title: 'That was a little too quick',
    sentence: `${sent} Try again ${inSeconds(retryAfter)}.`,
    retryAfter,
    headers: rateLimitHeaders(drawn),
    more: { type: QUOTA_EXCEEDED, 'violated-policies': [full.name] },
  };
}

/** What somebody is told who waited for a turn and got none. @type {Refusal} */
export const noTurn = {
  status: 503,
  code: 'busy',
  title: 'There is a queue',
  sentence: 'More is being asked at the moment than can be answered. Try again in a moment.',
  retryAfter: 2,
  headers: {},
};

/**
 * How each kind of asker is answered, so that it can show the sentence. The first that fits.
 * @param {Refusal} refusal
 * @param {import('./front-server.mjs').Settled} req
 * @returns {{ type: string, body: string, csp?: string }}
 */
function contentOf(refusal, req) {
  const { status, code, sentence, retryAfter, more } = refusal;
  const accept = String(req.headers.accept ?? '');
  // Next's client shows the text of a refused action as an error's message: components/form/refused.ts reads it there.
  if (req.headers['next-action'])
    return { type: 'text/plain', body: JSON.stringify({ code, message: sentence, retryAfter }) };
  if (/\btext\/html\b/.test(accept)) return waitPage(refusal, req);
  if (req.url.startsWith('/api/auth/')) {
    // next-auth's client finds the code in an address.
    const body = { url: `http://${req.headers.host}/sign-in?error=${code}` };
    return { type: 'application/json', body: JSON.stringify(body) };
  }
  if (req.url.startsWith('/api/') || /\bjson\b/.test(accept)) {
    const problem = { type: 'about:blank', title: STATUS_CODES[status], status, code, detail: sentence };
    return { type: 'application/problem+json', body: `${JSON.stringify({ ...problem, ...more })}\n` };
  }
  // A page's data, fetched for a click: as no such data comes, Next loads the page, and shows the one above.
  return { type: 'text/plain; charset=utf-8', body: `${sentence}\n` };
}

/**
 * Answers with a refusal. The connection stays: opening another would cost more than this.
 * @param {import('./front-server.mjs').Settled} req
 * @param {import('node:http').ServerResponse} res
 * @param {Refusal} refusal
 */
export function tell(req, res, refusal) {
  if (res.destroyed || res.headersSent) return;
  const { type, body, csp = "default-src 'none'; frame-ancestors 'none'" } = contentOf(refusal, req);
  req.resume(); // what it sent is not read by anybody
  res.writeHead(refusal.status, {
    ...refusal.headers,
    'retry-after': String(refusal.retryAfter),
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    'content-security-policy': csp,
    // no-transform: Next's compression has its hand on this answer, but not on what follows here.
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    vary: 'accept, next-action',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}
