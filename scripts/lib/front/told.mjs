const A_SECOND = 20;

/**
 * Tells the operator of requests that were refused before anybody looked where they go: one JSON object a line on
 * stderr, at most twenty a second, then how many were left out.
 * @param {(line: string) => unknown} [write]
 * @returns {(refusal: import('./rules.mjs').Refusal, req: import('node:http').IncomingMessage) => void}
 */
export function operatorsEar(write = (line) => process.stderr.write(line)) {
  let [second, lines, held] = [0, 0, 0];
  const say = (/** @type {object} */ what) =>
    write(`${JSON.stringify({ at: new Date().toISOString(), level: 'warn', ...what })}\n`);
  return ({ code }, { method, headers, url, socket }) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) {
      if (held > 0) say({ message: 'malformed requests, not listed', count: held });
      [second, lines, held] = [now, 0, 0];
    }
    if (++lines > A_SECOND) return void held++;
    const host = String(headers.host ?? '').slice(0, 100);
    // The first part of the path alone: what comes behind it may be anything.
    const path = /^\/[a-z0-9-]{0,40}/i.exec(url ?? '')?.[0] ?? '';
    say({ message: 'request malformed', reason: code, method, host, path, ip: socket.remoteAddress });
  };
}
