import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, processesWhere } from './processes.mjs';

const listenOnce = (port, host) =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: got } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(got));
    });
  });

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export const freePort = () => listenOnce(0, '127.0.0.1');

/** True when a server could listen on this port of every one of these addresses. Addresses this machine lacks count as free. */
export async function isFree(port, hosts = ['127.0.0.1']) {
  for (const host of hosts) {
    try {
      await listenOnce(port, host);
    } catch (error) {
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') return false;
    }
  }
  return true;
}

/** As `isFree`, but gives a server that is just stopping a moment to go. */
export async function becomesFree(port, hosts, withinMs = 3000) {
  const until = Date.now() + withinMs;
  while (!(await isFree(port, hosts))) {
    if (Date.now() > until) return false;
    await sleep(100);
  }
  return true;
}

function listenersInProc(port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === '0A' && local?.endsWith(`:${hex}`)) inodes.add(`socket:[${inode}]`);
    }
  }
  return processesWhere((pid) =>
    readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))),
  );
}

/**
 * Who listens on this port, as far as this user may know.
 * @returns {string | null} for example `node server.mjs (process 4711)`
 */
export function holderOfPort(port) {
  let pids = [];
  try {
    pids = listenersInProc(port);
  } catch {
    const found = spawnSync('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { encoding: 'utf8' });
    pids = (found.stdout ?? '').split('\n').filter(Boolean).map(Number);
  }
  if (pids.length === 0) return null;
  return `${commandOf(pids[0]).slice(0, 120) || 'a process'} (process ${pids[0]})`;
}
