import { ASKED_HEADER } from '../../../lib/tenancy/asked.mjs';

const HANDLER = '/api/v1';
/** An operation of the API: everything below it but its document. */
const OPERATION = /^\/api\/v1\/(?!openapi\.json(?:$|\?))/;

/**
 * All operations of the API are one handler without parameters, which reads the path that was asked for. Led there
 * before Next: a handler that takes any path, and a path that the middleware rewrites, cost Next more than most handlers.
 * @param {import('./front-server.mjs').Settled} req with its target settled (see front-server.mjs);
 *   changed in place, where it is an operation
 */
export function toOneHandler(req) {
  if (!OPERATION.test(req.url ?? '')) return;
  req.headers[ASKED_HEADER] = req.url;
  req.url = HANDLER;
}
