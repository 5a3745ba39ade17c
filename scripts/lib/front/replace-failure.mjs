import { AsyncLocalStorage } from 'node:async_hooks';
import { noTurn, tell } from './too-many.mjs';

/** @type {AsyncLocalStorage<{ unavailable: boolean }>} */
const requests = new AsyncLocalStorage();

/**
 * For the application: the page that is being made now fails because too much is asked at once, or because the database
 * is away. Next can only say 500 then; a page can't choose another status while it renders.
 */
export function pageUnavailable() {
  const request = requests.getStore();
  if (request) request.unavailable = true;
}

/**
 * Hands a request on. When its page could not be had for a moment (see `pageUnavailable`), Next's failure is replaced by
 * a 503 that says when to try again.
 * @param {import('./front-server.mjs').Settled} req
 * @param {import('node:http').ServerResponse} res
 * @param {import('./front-server.mjs').Handler} handler
 */
export function handOn(req, res, handler) {
  const request = { unavailable: false };
  let replaced = false;
  // writeHead as well: the compression that Next wraps around these sends the head before it writes.
  const own = { writeHead: res.writeHead, write: res.write, end: res.end, flushHeaders: res.flushHeaders };
  const instead = () => {
    Object.assign(res, own); // what follows is ours to write
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    tell(req, res, noTurn);
    replaced = true;
    guardAll();
  };
  // To whoever wrote the failure it looks as if it had gone out.
  /** @param {Function} method @param {unknown[]} args */
  const swallow = (method, args) => {
    const callback = args.findLast((arg) => typeof arg === 'function');
    if (typeof callback === 'function') setImmediate(() => callback());
    return method === own.write ? true : res;
  };
  /** @param {Function} method */
  const guarded = (method) =>
    function send(/** @type {unknown[]} */ ...args) {
      if (replaced) return swallow(method, args);
      const status = method === own.writeHead ? args[0] : res.statusCode;
      if (!request.unavailable || status !== 500 || res.headersSent) return method.apply(res, args);
      instead();
      return swallow(method, args);
    };
  const guardAll = () => {
    for (const [name, method] of Object.entries(own)) Object.assign(res, { [name]: guarded(method) });
  };
  guardAll();
  return requests.run(request, () => handler(req, res));
}
