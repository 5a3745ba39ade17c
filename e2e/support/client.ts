import { createClient } from '../../lib/api/client';
import { hostOf, send } from './http';

type How = { host?: string; organization?: string };

/** A typed client of the server under test: with this token, on the root host or another. */
export const clientOf = (token: string, { host = hostOf(), organization }: How = {}) =>
  createClient({
    baseUrl: `http://${host}`,
    token,
    ...(organization && { organization }),
    fetch: byHand,
  });
export type ApiClient = ReturnType<typeof clientOf>;

/** A request to the loopback address, with the host that it is for: Node doesn't resolve *.localhost. */
async function byHand(request: Request): Promise<Response> {
  const { host, pathname, search } = new URL(request.url);
  const body = await request.text();
  const answer = await send({
    host,
    path: `${pathname}${search}`,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    ...(body && { body }),
  });
  const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers });
}
