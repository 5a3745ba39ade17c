import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { readAddress } from '../../../lib/tenancy/address.mjs';
import { readTarget } from '../../../lib/tenancy/target.mjs';
import { bytesUpTo, shapely, watchBody } from './body-limit.mjs';
import { letIn } from './let-in.mjs';
import { refuse, refuseSocket } from './respond.mjs';
import { dropUnreadableState } from './router-state.mjs';
import {
  bodyKind,
  bodyLimit,
  bodyTooLarge,
  dropInternal,
  dropSteering,
  methodRefused,
  noUpgrade,
  refusal,
  settleForwarding,
} from './rules.mjs';
import { operatorsEar } from './told.mjs';

/**
 * A request whose target has its one spelling (see settleTarget).
 * @typedef {http.IncomingMessage & { url: string, method: string }} Settled
 */
/** @typedef {(req: Settled, res: http.ServerResponse) => unknown} Handler */
/** @typedef {(req: Settled, socket: import('node:stream').Duplex, head: Buffer) => void} Upgrade */
/** @typedef {import('./rules.mjs').Refusal} Refusal */

// Cookies alone may be 16 KB: the parser has to let more than that through for the rules to answer.
const LIMITS = { maxHeaderSize: 48 * 1024, requireHostHeader: false, connectionsCheckingInterval: 5000 };
const TIMES = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  maxRequestsPerSocket: 0,
};

/** @type {Record<string, Refusal>} */
const UNREADABLE = {
  HPE_INVALID_METHOD: methodRefused,
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    message: 'The headers of this request are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'timeout',
    message: 'This request took too long to arrive.',
  },
};
/** What begins like HTTP, with a method that Node doesn't know. */
const METHOD = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\//;
const MALFORMED = { status: 400, code: 'request_malformed', message: 'This request is malformed.' };

/**
 * The server that faces clients: refuses what is malformed, drops what may not be believed, hands on the rest.
 * @param {{ handler: Handler, proxies: Set<string>, gate?: import('./let-in.mjs').Gate, onUpgrade?: Upgrade, stopping: () => boolean }} options
 *   gate: how many requests whose are let in; onUpgrade: in development, for Next's hot reloading
 * @returns {http.Server}
 */
export function frontServer({ handler, proxies, gate, onUpgrade, stopping }) {
  const tell = operatorsEar();
  const server = http.createServer(LIMITS, (came, res) => {
    const peer = came.socket.remoteAddress ?? '';
    const found = refusal(came, { trusted: proxies.has(readAddress(peer) ?? '') });
    if (found) {
      tell(found, came);
      return refuse(came, res, found);
    }
    const req = settleTarget(came);
    dropInternal(req.headers);
    dropUnreadableState(req.headers);
    settleForwarding(req.headers, peer, proxies);
    if (stopping()) res.setHeader('connection', 'close');
    watch(req, res);
    return gate ? letIn(gate, req, res, handler) : handler(req, res);
  });
  server.on('upgrade', (came, socket, head) => {
    socket.on('error', () => socket.destroy());
    const found = refusal(came, { trusted: false });
    if (found) return refuseSocket(socket, found, came);
    if (!onUpgrade) return refuseSocket(socket, noUpgrade, came);
    const req = settleTarget(came);
    dropInternal(req.headers);
    settleForwarding(req.headers, req.socket.remoteAddress ?? '', proxies);
    return onUpgrade(req, socket, head);
  });
  server.on('connect', (req, socket) => {
    socket.on('error', () => socket.destroy());
    refuseSocket(socket, methodRefused, req);
  });
  server.on('clientError', (/** @type {Error & { code?: string, rawPacket?: Buffer }} */ error, socket) => {
    if (error.code === 'ECONNRESET') return socket.destroy();
    if (error.code === 'HPE_INVALID_METHOD' && !METHOD.test(String(error.rawPacket)))
      return refuseSocket(socket, MALFORMED);
    return refuseSocket(socket, UNREADABLE[error.code ?? ''] ?? MALFORMED);
  });
  return Object.assign(server, TIMES);
}

/**
 * Gives a target that was not refused its one spelling, for everything that comes after.
 * @param {http.IncomingMessage} req changed in place
 */
function settleTarget(req) {
  const target = readTarget(req.url ?? '');
  req.url = target ? target.path + target.search : '';
  return /** @type {Settled} */ (req);
}

/**
 * Counts what a body holds while it arrives, and cuts it off where it is too much.
 * @param {http.IncomingMessage} req
 * @param {http.ServerResponse} res
 */
function watch(req, res) {
  const kind = bodyKind(req.headers);
  /** @param {import('./rules.mjs').Refusal} found */
  const cutOff = (found) => {
    if (!res.headersSent) refuse(req, res, found);
    setImmediate(() => req.socket.destroySoon());
  };
  if (req.headers['transfer-encoding'])
    watchBody(req, bytesUpTo(bodyLimit(kind), bodyTooLarge(kind)), cutOff);
  if (kind === 'json') watchBody(req, shapely(), cutOff);
}

/**
 * The door for Next's requests to itself (an action posted to a page that does not bundle it, the target of an
 * action's redirect). It listens on loopback at a port of its own and answers only under a path that nobody else can
 * know, so that what Next says of the original client and host can be believed there, and nowhere else.
 * @param {Handler} handler
 * @returns {{ server: http.Server, originOn: (port: number) => string }}
 */
export function selfServer(handler) {
  const secret = `/${randomBytes(24).toString('base64url')}`;
  const server = http.createServer(LIMITS, (req, res) => {
    if (!req.url?.startsWith(`${secret}/`)) return refuse(req, res, MALFORMED);
    req.url = req.url.slice(secret.length);
    dropSteering(req.headers);
    return handler(/** @type {Settled} */ (req), res); // Next spelled it
  });
  server.on('upgrade', (req, socket) => refuseSocket(socket, noUpgrade, req));
  return { server: Object.assign(server, TIMES), originOn: (port) => `http://127.0.0.1:${port}${secret}` };
}
