import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error.mjs';

/**
 * @typedef {{ uid?: number, gid?: number }} Ids whom to run the database as; empty: as this process's own user
 */

const idsOf = (name) => {
  const ask = (flag) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: ask('-u'), gid: ask('-g') };
};

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the user who owns the data already, else as
 * `postgres`, else as `nobody`; anybody else runs it as themselves.
 * @param {string} dataDir
 * @returns {Ids}
 */
export function databaseUser(dataDir) {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(dataDir)) {
    const { uid, gid } = statSync(dataDir);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      return idsOf(name);
    } catch {
      // no such user: try the next
    }
  }
  throw new PlainError(
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ' +
      'Run the command as an ordinary user, or set DATABASE_URL to a PostgreSQL that is already there.',
  );
}

/** True when that user can enter this folder: asked of the system itself, since modes, ACLs and mounts all have a say. */
export const canEnter = (dir, ids) =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { ...ids, cwd: '/', stdio: 'ignore' }).status === 0;

/** Makes a folder for that user alone. Its parents must exist or are made passable for all. */
export function makeFolderFor(dir, ids) {
  mkdirSync(path.dirname(dir), { recursive: true, mode: 0o711 });
  if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 });
  if (ids.uid !== undefined) chownSync(dir, ids.uid, ids.gid);
}
