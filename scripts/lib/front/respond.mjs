import { STATUS_CODES } from 'node:http';

/** @typedef {import('node:http').IncomingMessage} Message */
/** @typedef {import('./rules.mjs').Refusal} Refusal */
/** @typedef {{ type: string, body: string }} Content */

/**
 * The refusal as a whole answer: problem+json where an API client asks, else plain text.
 * @param {Refusal} refusal
 * @param {Message} [req]
 * @returns {Content}
 */
function contentOf({ status, code, message }, req) {
  const wantsJson = req?.url?.startsWith('/api/') || /\bjson\b/.test(String(req?.headers?.accept ?? ''));
  if (!wantsJson) return { type: 'text/plain; charset=utf-8', body: `${message}\n` };
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, code, detail: message };
  return { type: 'application/problem+json', body: JSON.stringify(problem) };
}

/** @param {Content} content @param {Refusal} refusal @returns {Record<string, string>} */
const headersFor = ({ type, body }, { headers = {} }) => ({
  ...headers,
  'content-type': type,
  'content-length': String(Buffer.byteLength(body)),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
});

/**
 * Answers a request with a refusal and closes the connection after it.
 * @param {Message} req
 * @param {import('node:http').ServerResponse} res
 * @param {Refusal} refusal
 */
export function refuse(req, res, refusal) {
  const content = contentOf(refusal, req);
  res.writeHead(refusal.status, headersFor(content, refusal));
  res.end(req.method === 'HEAD' ? undefined : content.body);
}

/**
 * The same on a bare socket: for an upgrade, or for what could not even be parsed.
 * @param {import('node:stream').Duplex} socket
 * @param {Refusal} refusal
 * @param {Message} [req]
 */
export function refuseSocket(socket, refusal, req) {
  if (!socket.writable) return socket.destroy();
  const content = contentOf(refusal, req);
  const lines = Object.entries(headersFor(content, refusal)).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('\r\n')}\r\n\r\n${content.body}`,
  );
}
