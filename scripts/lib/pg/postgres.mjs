import { existsSync } from 'node:fs';
import path from 'node:path';
import { withLock } from '../lock.mjs';
import { explainFileError, PlainError } from '../plain-error.mjs';
import { freePort, holderOfPort, isFree } from '../ports.mjs';
import { makeStateDir, readJson, secrets, writePrivate } from '../state.mjs';
import { postgresBinaries } from './binaries.mjs';
import { hold, others } from './holders.mjs';
import { clearDeadLock, isUsable, leftoverServer, stopServer } from './leftover.mjs';
import { reachablePlace } from './places.mjs';
import { initdb, saysPortBusy, spawnServer } from './server.mjs';
import { databaseUser } from './user.mjs';

const CONFIG = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  'shared_preload_libraries=pg_stat_statements',
];
/** For data that a test run throws away: nothing is forced to disk. */
const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** The port that was asked for, else the one of last time while it is free, else any. */
async function choosePort(asked, last) {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked;
    throw new PlainError(
      `Port ${asked}, wanted for PostgreSQL, is taken by ${holderOfPort(asked) ?? 'another program'}. Set ROWHOUSE_PG_PORT to a free one, or leave it out.`,
    );
  }
  return last && (await isFree(last)) ? last : freePort();
}

async function spawnOnSomePort(asked, last, options) {
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(asked, attempt === 1 ? last : undefined);
    try {
      return { port, ...(await spawnServer({ ...options, port })) };
    } catch (error) {
      if (attempt === 3 || !saysPortBusy(error.message)) throw error;
    }
  }
}

/**
 * Starts the embedded PostgreSQL of a state folder, making its data on first use. A server that a killed launcher
 * left running is used again, or stopped and started afresh when it does not answer.
 * @param {{ dir: string, port?: number, throwaway?: boolean }} options
 * @returns {Promise<{ adminUrl: string, dataDir: string, note: string, stop: () => Promise<void> }>} stop leaves the
 *   server running while another launcher of the same folder uses it
 * @throws {PlainError} what is in the way and what to do
 */
export async function startPostgres({ dir, port: asked, throwaway = false }) {
  makeStateDir(dir);
  const wanted = path.join(dir, 'pg');
  const { superuser: password, id } = secrets(dir);
  const dataDir = reachablePlace(wanted, id);
  const ids = databaseUser(dataDir);
  const portFile = path.join(dir, 'pg-port.json');

  const result = (server, note) => {
    writePrivate(portFile, JSON.stringify({ port: server.port }));
    const letGo = hold(dir);
    return {
      adminUrl: `postgresql://postgres:${password}@127.0.0.1:${server.port}/postgres`,
      note,
      dataDir,
      stop: () =>
        withLock('postgres', async () => {
          if (letGo()) await stopServer(server.pid, dataDir);
        }),
    };
  };

  const start = async () => {
    const native = postgresBinaries(ids);
    const left = leftoverServer(dataDir);
    if (left) {
      const shared = others(dir).length > 0;
      const usable =
        (asked === undefined || asked === left.port) && (await isUsable(left, { dataDir, password }));
      if (usable)
        return result(
          left,
          `port ${left.port}, ${shared ? 'shared with another start' : 'left by an earlier start'}`,
        );
      await stopServer(left.pid, dataDir);
    }
    const isNew = !existsSync(path.join(dataDir, 'PG_VERSION'));
    if (isNew) initdb({ native, ids, dataDir, password });
    else await clearDeadLock(dataDir);
    const server = await spawnOnSomePort(asked, readJson(portFile)?.port, {
      native,
      ids,
      dataDir,
      logFile: path.join(dir, 'postgres.log'),
      config: [...CONFIG, ...(throwaway ? THROWAWAY : [])],
    });
    return result(
      server,
      `port ${server.port}${isNew ? ', new' : ''}${dataDir === wanted ? '' : `, data in ${dataDir}`}`,
    );
  };

  return withLock('postgres', () =>
    start().catch((error) => Promise.reject(explainFileError(error, dataDir))),
  );
}
