import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../processes.mjs';

/**
 * Says that this process uses the server of this state folder, so that another launcher does not stop it under us.
 * @param {string} dir the state folder
 * @returns {() => boolean} lets go; true when nobody else alive uses it, so that it may be stopped
 */
export function hold(dir) {
  const folder = path.join(dir, 'holders');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, String(process.pid)), '');
  return () => {
    rmSync(path.join(folder, String(process.pid)), { force: true });
    return others(dir).length === 0;
  };
}

/** Ids of the live processes, other than this one, that use the server of this state folder. */
export function others(dir) {
  const folder = path.join(dir, 'holders');
  mkdirSync(folder, { recursive: true });
  const pids = readdirSync(folder)
    .map(Number)
    .filter((pid) => pid !== process.pid);
  for (const pid of pids) if (!isAlive(pid)) rmSync(path.join(folder, String(pid)), { force: true });
  return pids.filter(isAlive);
}
