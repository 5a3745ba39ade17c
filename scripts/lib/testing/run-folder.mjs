import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { tryLock } from '../lock.mjs';
import { leftoverServer, stopServer } from '../pg/leftover.mjs';
import { PlainError } from '../plain-error.mjs';
import { isAlive } from '../processes.mjs';
import { inState, makeStateDir, readJson, stateDir, writePrivate } from '../state.mjs';

const pgFile = (dir) => path.join(dir, 'pg.json');

/** Notes where a run's database lies, so that it can be cleared away even after the run was killed. */
export const notePostgres = (dir, dataDir) => writePrivate(pgFile(dir), JSON.stringify({ dataDir }));

/** Stops a run's database, if it still runs, and removes all that the run has kept. */
async function clear(dir) {
  const dataDir = readJson(pgFile(dir))?.dataDir;
  if (dataDir) {
    const server = leftoverServer(dataDir);
    if (server) await stopServer(server.pid, dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
  rmSync(dir, { recursive: true, force: true });
}

/** Clears away what runs that were killed have left behind. */
async function clearDead() {
  for (const name of readdirSync(stateDir)) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1]);
    if (pid && pid !== process.pid && !isAlive(pid)) await clear(inState(name));
  }
}

/** The first build folder that no other run of this checkout is using: warm from the last run where possible. */
function takeSlot() {
  for (let slot = 1; slot <= 9; slot++) {
    const release = tryLock(`test-slot-${slot}`);
    if (release) return { slot, dist: slot === 1 ? '.next-test' : `.next-test-${slot}`, release };
  }
  throw new PlainError('Nine test runs of this checkout are under way. Wait for one to end.');
}

/**
 * A folder and a build folder for one run, apart from `npm run up` and from other runs.
 * @returns {Promise<{ dir: string, dist: string, slot: number, remove: () => Promise<void> }>}
 */
export async function openRunFolder() {
  makeStateDir();
  await clearDead();
  const { slot, dist, release } = takeSlot();
  const dir = inState(`test-${process.pid}`);
  makeStateDir(dir);
  const remove = async () => {
    await clear(dir);
    release();
  };
  return { dir, dist, slot, remove };
}
