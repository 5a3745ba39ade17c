import { rateLimitHeaders } from './admission.mjs';
import { Lru } from './lru.mjs';
import { handOn } from './replace-failure.mjs';
import { noTurn, overLimit, tell } from './too-many.mjs';
import { Turns } from './turns.mjs';

/** @typedef {import('./admission.mjs').Verdict} Verdict */
/**
 * @typedef {object} Gate
 * @property {(req: import('./front-server.mjs').Settled) => Promise<Verdict | null>} judge
 * @property {import('./turns.mjs').Turns} turns
 * @property {import('./turns.mjs').Turns} crowds turns of strangers among themselves
 * @property {Lru<string, { refused: number, until: number }>} floods who goes on asking although refused
 */

/** Refusals in one window that are told at once; who goes on asking hears each later one after a while. */
const TOLD_AT_ONCE = 20;
const HELD_MS = 1000;
/** Requests that may be held so. Past that their connections are closed. */
const MOST_HELD = 5000;
let held = 0;

/** @param {Gate['judge']} judge @param {Turns} turns @returns {Gate} */
export const gateOf = (judge, turns) => ({
  judge,
  turns,
  crowds: new Turns(),
  floods: new Lru(20_000),
});

/**
 * Hands a request to the application, when it is not one too many, and when its turn has come. Nothing of Next and
 * nothing of the database has run before.
 * @param {Gate} gate
 * @param {import('./front-server.mjs').Settled} req
 * @param {import('node:http').ServerResponse} res
 * @param {import('./front-server.mjs').Handler} handler
 */
export async function letIn(gate, req, res, handler) {
  // Counting must never be why nobody gets in.
  const verdict = await gate.judge(req).catch(() => null);
  if (!verdict) return handler(req, res);
  if (isFull(verdict)) return refuseOver(gate, req, res, verdict);
  const done = await turnFor(gate, verdict, () => res.headersSent);
  if (!done) return tell(req, res, noTurn);
  if (res.destroyed) return done(); // the client left while it waited
  res.once('close', done);
  if (!req.url?.startsWith('/api/')) return handOn(req, res, handler);
  for (const [name, value] of Object.entries(rateLimitHeaders(verdict.drawn))) res.setHeader(name, value);
  return handler(req, res); // no page: it says itself what fails
}

/** @param {Verdict} verdict @returns {verdict is import('./admission.mjs').Refused} */
const isFull = (verdict) => verdict.full !== null;

/**
 * Strangers have turns as a crowd: each address would be light, and a thousand of them together are not. Before that an
 * address has its turn among them, so that one of them can't be the whole line.
 * @param {Gate} gate
 * @param {Verdict} verdict
 * @param {() => boolean} isAnswered
 */
async function turnFor({ turns, crowds }, { party, crowd }, isAnswered) {
  if (!crowd) return turns.take(party, isAnswered);
  const own = await crowds.take(party, isAnswered);
  if (!own) return null;
  const turn = await turns.take(crowd, isAnswered);
  if (!turn) {
    own();
    return null;
  }
  return () => {
    turn();
    own();
  };
}

/**
 * A client that asks on a few hundred connections and goes on as soon as it is refused would fill this process with
 * nothing but refusals. It gets them a second late: as slowly as it has connections.
 * @param {Gate} gate
 * @param {import('./front-server.mjs').Settled} req
 * @param {import('node:http').ServerResponse} res
 * @param {import('./admission.mjs').Refused} verdict
 */
function refuseOver({ floods }, req, res, verdict) {
  const now = Date.now();
  const before = floods.get(verdict.full.name + verdict.party);
  const flood = before && before.until > now ? before : { refused: 0, until: now + verdict.full.resetMs };
  flood.refused++;
  floods.set(verdict.full.name + verdict.party, flood);
  if (flood.refused <= TOLD_AT_ONCE) return tell(req, res, overLimit(verdict));
  if (held >= MOST_HELD) return req.socket.destroy();
  held++;
  req.resume();
  setTimeout(() => {
    held--;
    tell(req, res, overLimit(verdict));
  }, HELD_MS);
}
