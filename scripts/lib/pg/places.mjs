import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PlainError } from '../plain-error.mjs';
import { canEnter, databaseUser } from './user.mjs';

/** Folders that an ordinary user can enter but only root can write, best first. The last one may not outlive a restart. */
const CANDIDATES = ['/var/lib/rowhouse', '/var/tmp/rowhouse-root', path.join(os.tmpdir(), 'rowhouse-root')];

const isRoots = (dir) => {
  const { uid, mode } = lstatSync(dir);
  return uid === 0 && (mode & 0o170022) === 0o040000; // a real folder, not writable by group or others
};

/** A folder outside the checkout for what root has to hand to the database's user. Only root can have made it. */
export function rootOnlyFolder() {
  for (const dir of CANDIDATES) {
    try {
      if (!existsSync(dir)) mkdirSync(dir, { mode: 0o711 });
      if (isRoots(dir)) return dir;
    } catch {
      // read-only, or the parent is missing: try the next
    }
  }
  throw new PlainError(
    `None of ${CANDIDATES.join(', ')} can be used. Set ROWHOUSE_STATE to a folder that all users may enter.`,
  );
}

/**
 * Where a database's files go: where they were asked for, unless the user that runs it can't get there (a checkout
 * under /root, or in a folder that `mktemp -d` made). Then into a root-owned folder, under the name of the state they
 * belong to.
 * @param {string} wanted
 * @param {string} stateId
 */
export function reachablePlace(wanted, stateId) {
  const ids = databaseUser(wanted);
  if (ids.uid === undefined || canEnter(path.dirname(wanted), ids)) return wanted;
  return path.join(rootOnlyFolder(), `data-${stateId}`);
}
