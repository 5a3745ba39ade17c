import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { run } from '../run.mjs';

const version = () =>
  /v=(\d+\.\d+\.\d+)/.exec(spawnSync('redis-server', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];

/**
 * The version of the Redis server that is there; else Debian's package is installed where root may.
 * @returns {Promise<string | null>} null: there is none and none could be had
 */
export async function findRedis() {
  const there = version();
  if (there || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return there ?? null;
  // Debian starts a service with the package; this one is for tests alone.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const install = () =>
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], { env });
  if ((await install()).code !== 0) {
    await run('apt-get', ['update', '-q'], { env });
    await install();
  }
  return version() ?? null;
}

/**
 * Starts a Redis that keeps nothing on disk.
 * @param {number} [port] the one of before, to come back at the same address
 * @returns {Promise<{ url: string, port: number, kill: () => Promise<void> }>} kill: without a goodbye
 */
export async function startRedis(port) {
  const at = port ?? (await freePort());
  const args = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  for (let waited = 0; waited < 10_000; waited += 50) {
    await sleep(50);
    if (child.exitCode !== null) break;
    if (await answers(at)) return { url: `redis://127.0.0.1:${at}`, port: at, kill };
  }
  await kill();
  throw new Error('Redis did not start');
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      resolve(String(data).startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
