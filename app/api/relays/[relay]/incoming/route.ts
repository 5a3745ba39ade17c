import { signedRoute } from '@/lib/admit/route';
import { takeIncoming } from '@/lib/data/relay-incoming';
import { AppError } from '@/lib/errors';
import { fromUlid } from '@/lib/ids';
import { MOST_EVENT_BYTES } from '@/lib/relays/events';

const PATH = /^\/api\/relays\/([^/]+)\/incoming$/;

/**
 * Takes an event for a relay, signed as Standard Webhooks has it. Answers 202 for a new one and 200 for one that is
 * known: a sender that tries again, not having heard the first answer, has reached its end.
 */
export const POST = signedRoute(async ({ request, info }) => {
  const [, ulid = ''] = PATH.exec(new URL(request.url).pathname) ?? [];
  const body = await textOf(request);
  const { headers } = request;
  const relayId = fromUlid(ulid);
  const given = {
    'webhook-id': headers.get('webhook-id'),
    'webhook-timestamp': headers.get('webhook-timestamp'),
    'webhook-signature': headers.get('webhook-signature'),
  };
  const { fresh } = await takeIncoming(relayId, info.hostKey, { headers: given, body });
  return Response.json({ accepted: fresh }, { status: fresh ? 202 : 200 });
});

/** The body as text, never more of it than an event may have. */
async function textOf(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_EVENT_BYTES) throw new AppError('too_large');
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > MOST_EVENT_BYTES) throw new AppError('too_large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
