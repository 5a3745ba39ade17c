import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUser } from '../pg/user.mjs';
import { freePort } from '../ports.mjs';
import { run } from '../run.mjs';

const versionOf = (binary) => {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor) };
};

function installed() {
  for (const dir of [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']) {
    const binary = path.join(dir, 'pgbouncer');
    const version = dir && existsSync(binary) ? versionOf(binary) : null;
    if (version)
      return {
        binary,
        version: `${version.major}.${version.minor}`,
        names: version.major > 1 || version.minor >= 21,
      };
  }
  return null;
}

/**
 * PgBouncer: the one that is there, else Debian's package where root may install it.
 * @returns {Promise<{ binary: string, version: string, names: boolean } | null>} names: it keeps prepared statements
 *   by name in transaction mode (1.21 and newer); null: there is none and none could be had
 */
export async function findPgbouncer() {
  const there = installed();
  if (there || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return there;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'pgbouncer'], { env });
  if ((await install()).code !== 0) {
    await run('apt-get', ['update', '-q'], { env });
    await install();
  }
  return installed();
}

/**
 * Starts PgBouncer in transaction mode before a database, with few server connections, so that clients share them.
 * @param {{ binary: string, names: boolean, target: string, connections?: number }} options target: the app's address
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} url: the app's address through it
 */
export async function startPgbouncer({ binary, names, target, connections = 4 }) {
  const { hostname, port, username, password, pathname } = new URL(target);
  const dir = mkdtempSync(path.join(tmpdir(), 'rowhouse-pgbouncer-'));
  const ids = databaseUser(dir); // it refuses to run as root, as PostgreSQL does
  const listen = await freePort();
  const users = path.join(dir, 'users');
  const config = path.join(dir, 'config');
  writeFileSync(users, `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`, {
    mode: 0o600,
  });
  writeFileSync(
    config,
    `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 500
${names ? 'max_prepared_statements = 200' : ''}
`,
    { mode: 0o600 },
  );
  if (ids.uid !== undefined && ids.gid !== undefined)
    for (const file of [dir, users, config]) chownSync(file, ids.uid, ids.gid);
  const child = spawn(binary, [config], { ...ids, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(dir, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 5000; waited += 50) {
    await sleep(50);
    if (child.exitCode !== null) break;
    if (await answers(listen))
      return { url: `postgresql://${username}:${password}@127.0.0.1:${listen}${pathname}`, stop };
  }
  await stop();
  throw new Error(`PgBouncer did not start:\n${said}`);
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
