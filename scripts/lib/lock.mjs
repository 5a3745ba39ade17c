import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';
import { explainFileError } from './plain-error.mjs';
import { isAlive } from './processes.mjs';

const held = new Set();
process.on('exit', () => {
  for (const file of held) rmSync(file, { force: true });
});

const holderOf = (file) => {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
};

/**
 * Takes a lock of this checkout if nobody alive has it.
 * @param {string} name
 * @returns {(() => void) | null} gives it back; null when it is taken
 */
export function tryLock(name) {
  const folder = inRoot('.rowhouse/locks');
  const file = `${folder}/${name}`;
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    // Linked into place with its content: nobody can read it half-written and take its holder for dead.
    writeFileSync(draft, String(process.pid));
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        linkSync(draft, file);
        held.add(file);
        return () => {
          held.delete(file);
          rmSync(file, { force: true });
        };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        if (isAlive(holderOf(file))) return null;
        rmSync(file, { force: true }); // its holder was killed
      }
    }
    return null;
  } catch (error) {
    throw explainFileError(error, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` while no other process of this checkout runs under the same lock, waiting for it as long as it takes. */
export async function withLock(name, work) {
  let release = tryLock(name);
  while (!release) {
    await sleep(200);
    release = tryLock(name);
  }
  try {
    return await work();
  } finally {
    release();
  }
}
