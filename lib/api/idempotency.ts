import { createHash } from 'node:crypto';
import type { Actor } from '../access/actor';
import { problem } from '../admit/route';
import { dropReplay, type Kept, keepReplay, type ReplayKey, takeReplay } from '../data/api-replay';
import { AppError, type ErrorCode } from '../errors';
import { placeOf } from './reply';

type Asked = { actor: Actor; url: URL; text: string };

/**
 * Runs a write once for its Idempotency-Key, if it has one, by Stripe's rules
 * (https://docs.stripe.com/api/idempotent_requests): the same request with the same key is answered as the first was, with
 * `Idempotency-Replayed: true`; another one with that key is refused (422); while the first is being worked on, a second
 * is (409). The key is taken before anything is done, in a transaction of its own: at most one effect, whatever dies when.
 * Answers are kept, refusals among them, but for those that say that nothing was tried.
 */
export async function once(
  request: Request,
  { actor, url, text }: Asked,
  perform: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return perform();
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError('invalid', {
      fields: { 'Idempotency-Key': 'Send 1 to 255 characters without blanks, a random UUID for example.' },
    });
  const what = `${request.method}\n${url.pathname}${url.search}\n${text}`;
  const credential = actor.kind === 'token' ? actor.token.id : actor.userId;
  const replay: ReplayKey = { credential, key, fingerprint: createHash('sha256').update(what).digest() };
  const before = await takeReplay(actor, replay);
  if (before) return again(before, url);
  let response: Response;
  try {
    response = await perform();
  } catch (error) {
    await settle(actor, replay, error);
    throw error;
  }
  await keepReplay(actor, replay, { status: response.status, body: await response.clone().text() });
  return response;
}

/** Codes that say that nothing was tried, and that the same request may succeed in a moment. */
const NOT_KEPT: readonly string[] = [
  'busy',
  'rate_limited',
  'invalid',
  'password_required',
  'sign_in_required',
] satisfies ErrorCode[];

/** Keeps a refusal as the request's answer, except one that says that nothing was tried. */
async function settle(actor: Actor, replay: ReplayKey, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) return; // nobody knows how far it came
  if (NOT_KEPT.includes(error.code)) return dropReplay(actor, replay);
  if (error.status >= 500) return;
  await keepReplay(actor, replay, { status: error.status, body: await problem(error, '').text() });
}

function again({ status, body }: Kept, url: URL): Response {
  const headers = new Headers({ 'idempotency-replayed': 'true' });
  if (status !== 204)
    headers.set('content-type', status >= 400 ? 'application/problem+json' : 'application/json');
  const place = status === 201 ? placeOf(url, JSON.parse(body)) : null;
  if (place) headers.set('location', place);
  return new Response(status === 204 ? null : body, { status, headers });
}
