import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainFileError } from '../plain-error.mjs';
import { commandOf, exists, isAlive, processesWhere, runsDeletedProgram } from '../processes.mjs';

/**
 * What `postmaster.pid` says of the server that has, or had, this data.
 * @returns {{ pid: number, port: number, ready: boolean } | null}
 */
export function readPidFile(dataDir) {
  let lines;
  try {
    lines = readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw explainFileError(error, dataDir);
  }
  return { pid: Math.abs(Number(lines[0])), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

const isServerOf = (pid, dataDir) => isAlive(pid) && commandOf(pid).includes(`-D ${dataDir} `);

/** The live server of this data, if a launcher that was killed left one. */
export function leftoverServer(dataDir) {
  const found = readPidFile(dataDir);
  return found && isServerOf(found.pid, dataDir) ? found : null;
}

/**
 * True when that server answers with this password, serves this very folder, and runs a program that is still
 * installed.
 */
export async function isUsable({ pid, port }, { dataDir, password }) {
  if (runsDeletedProgram(pid)) return false;
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 3000,
    query_timeout: 3000,
  });
  client.on('error', () => {}); // a server that dies while it is asked is not usable, which the query says
  try {
    await client.connect();
    const { rows } = await client.query("SELECT current_setting('data_directory') AS dir");
    return realpathSync(rows[0].dir) === realpathSync(dataDir);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function goneWithin(ms, pid, dataDir) {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    if (!isAlive(pid) || readPidFile(dataDir)?.pid !== pid) return true;
    await sleep(20);
  }
  return false;
}

/**
 * Stops a server: in order first (open transactions are rolled back), harder when it doesn't go.
 * @param {number} pid
 * @param {string} dataDir
 */
export async function stopServer(pid, dataDir) {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 2000],
  ]) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error.code === 'ESRCH') return;
      throw error;
    }
    if (await goneWithin(patience, pid, dataDir)) return;
  }
}

/**
 * Removes the lock file of a dead server where PostgreSQL would take it for a live one: its process id belongs to
 * another program by now, or to a zombie. Waits first for the dead server's last helpers to leave the folder.
 */
export async function clearDeadLock(dataDir) {
  const found = readPidFile(dataDir);
  if (!found) return;
  const isHelper = (pid) => readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir) && isAlive(pid);
  for (let i = 0; i < 50 && processesWhere(isHelper).length > 0; i++) await sleep(100);
  if (exists(found.pid)) rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
}
