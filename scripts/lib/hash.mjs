import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** @param {string | Buffer} text @returns {string} sha-256, hex */
export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function* filesUnder(place) {
  if (!existsSync(place)) return;
  if (!statSync(place).isDirectory()) return yield place;
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const inner = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesUnder(inner);
    else if (entry.isFile()) yield inner;
  }
}

/**
 * One hash over the names and contents of these files and folders of the checkout (dot files left out).
 * @param {string[]} places relative to the root; a missing one counts as empty
 * @param {{ skip?: (file: string) => boolean, also?: string }} [options] also: anything else the result depends on
 */
export function hashSources(places, { skip = () => false, also = '' } = {}) {
  const hash = createHash('sha256').update(also);
  for (const place of places) {
    for (const file of filesUnder(path.join(root, place))) {
      const name = path.relative(root, file);
      if (skip(name)) continue;
      hash.update(`\0${name}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}
