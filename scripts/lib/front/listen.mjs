import { isLocalDomain } from '../web-env.mjs';

/**
 * The addresses to listen on: HOST when it is set; only this machine's own, in both families, when the root domain is
 * a .localhost name (browsers resolve those to either); else all of IPv4.
 * @param {Record<string, string | undefined>} env
 * @returns {string[]}
 */
export function listenHosts({ HOST, ROOT_DOMAIN = 'rowhouse.localhost' }) {
  if (HOST) return [HOST];
  return isLocalDomain(ROOT_DOMAIN) ? ['127.0.0.1', '::1'] : ['0.0.0.0'];
}

/**
 * Connections that wait to be taken in while the process is at something else; the system may allow fewer. Beyond it
 * the system drops them, and whoever asked tries again a second later, then three, however quick their answer would be.
 */
const BACKLOG = 4096;

/**
 * Listens on one address.
 * @param {import('node:net').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>} false when this machine has no such address (no IPv6)
 */
export function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code ?? '') && host.includes(':')) resolve(false);
      else reject(error);
    });
    server.listen({ port, host, backlog: BACKLOG }, () => resolve(true));
  });
}

/**
 * Stops servers in order: no new connections, idle ones closed at once, requests under way finished unless they take
 * longer than `patience` milliseconds.
 * @param {import('node:http').Server[]} servers
 * @param {number} patience
 */
export async function drain(servers, patience) {
  const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const until = Date.now() + patience;
  const timer = setInterval(() => {
    for (const server of servers)
      Date.now() < until ? server.closeIdleConnections() : server.closeAllConnections();
  }, 20);
  await closed;
  clearInterval(timer);
}
