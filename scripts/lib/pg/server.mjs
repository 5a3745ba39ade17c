import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainFileError, PlainError } from '../plain-error.mjs';
import { isAlive } from '../processes.mjs';
import { readPidFile } from './leftover.mjs';
import { makeFolderFor } from './user.mjs';

/** @typedef {import('./user.mjs').Ids} Ids */

const tail = (text, lines = 15) => text.trimEnd().split('\n').slice(-lines).join('\n');

/** Words of PostgreSQL's own that call for a sentence of ours. */
function explain(text, dataDir) {
  if (/No space left on device|could not resize shared memory/.test(text)) {
    return explainFileError(Object.assign(new Error(), { code: 'ENOSPC' }), dataDir).message;
  }
  if (/Permission denied|wrong ownership|invalid permissions/.test(text)) {
    return explainFileError(Object.assign(new Error(), { code: 'EACCES' }), dataDir).message;
  }
  if (/database files are incompatible/.test(text)) {
    return `The data in ${dataDir} was made by another major version of PostgreSQL. Export what you need with the checkout that made it, then remove that folder and run the command again.`;
  }
  return `PostgreSQL could not start on ${dataDir}.`;
}

/** True when the words say that somebody else has the port. */
export const saysPortBusy = (text) => /Address already in use|could not bind/.test(text);

/**
 * Makes an empty cluster (UTF-8, byte order, passwords required): beside its place first, so that one that was
 * interrupted is never taken for a whole one.
 * @param {{ native: string, ids: Ids, dataDir: string, password: string }} options
 */
export function initdb({ native, ids, dataDir, password }) {
  const draft = `${dataDir}.new`;
  const file = path.join(draft, 'password');
  rmSync(draft, { recursive: true, force: true });
  makeFolderFor(draft, ids);
  try {
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    if (ids.uid !== undefined && ids.gid !== undefined) chownSync(file, ids.uid, ids.gid);
    const done = spawnSync(
      path.join(native, 'bin/initdb'),
      [
        '-D',
        path.join(draft, 'data'),
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        `--pwfile=${file}`,
        '-E',
        'UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-sync',
        '--no-instructions',
      ],
      { ...ids, cwd: draft, encoding: 'utf8' },
    );
    if (done.status === 0) return renameSync(path.join(draft, 'data'), dataDir);
    const said = done.stderr || String(done.error ?? `initdb ended with ${done.status ?? done.signal}`);
    throw new PlainError(`${tail(said)}\n\n${explain(said, dataDir)}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Starts the server and waits until it takes connections. It is no child that dies with the terminal's Ctrl-C: the
 * launcher stops it last.
 * @param {{ native: string, ids: Ids, dataDir: string, port: number, logFile: string, config: string[] }} options
 * @returns {Promise<{ pid: number }>}
 * @throws {PlainError} with the server's last words
 */
export async function spawnServer({ native, ids, dataDir, port, logFile, config }) {
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(
    path.join(native, 'bin/postgres'),
    ['-D', dataDir, '-p', String(port), ...config.flatMap((setting) => ['-c', setting])],
    { ...ids, cwd: dataDir, stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  let failure;
  child.on('error', (error) => {
    failure = error.message;
  });
  child.unref();
  for (let waited = 0; waited < 60_000; waited += 20) {
    await sleep(20);
    const state = readPidFile(dataDir);
    if (state?.ready && state.pid === child.pid) return { pid: state.pid };
    if (failure || child.exitCode !== null || child.signalCode !== null || !isAlive(child.pid)) break;
  }
  const said = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  throw new PlainError(
    `${tail(failure ?? said)}\n\n${saysPortBusy(said) ? `Port ${port} of 127.0.0.1 is taken.` : explain(said, dataDir)}`,
  );
}
