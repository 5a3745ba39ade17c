import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashSources, sha256 } from './hash.mjs';
import { withLock } from './lock.mjs';
import { bin, inRoot, root } from './paths.mjs';
import { runNode } from './run.mjs';

/** Top-level names that no built page depends on. Whatever is not listed counts. */
const OUTSIDE_THE_BUILD = new Set([
  'node_modules',
  'e2e',
  'bench',
  'guard',
  'docs',
  'scripts',
  'server.mjs',
  'test-results',
  'playwright-report',
  'next-env.d.ts',
]);

function sourcesHash(env) {
  const places = readdirSync(root).filter(
    (name) => !name.startsWith('.') && !OUTSIDE_THE_BUILD.has(name) && !/\.(md|tsbuildinfo)$/.test(name),
  );
  return hashSources(places, {
    skip: (file) =>
      /\.(test|spec)\.tsx?$/.test(file) ||
      file.startsWith(path.join('lib', 'generated')) ||
      (file.startsWith('prisma') && !file.startsWith(path.join('prisma', 'schema'))),
    also: sha256(JSON.stringify([env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, env.NEXT_DIST_DIR])),
  });
}

/**
 * Builds the application for production, unless nothing it is made of has changed since the last build.
 * @param {Record<string, string>} env the web process's
 * @returns {Promise<'up to date' | 'built'>}
 */
export function build(env) {
  return withLock('build', async () => {
    const dist = inRoot(env.NEXT_DIST_DIR ?? '.next');
    const record = path.join(dist, 'rowhouse-sources');
    const hash = sourcesHash(env);
    if (
      existsSync(path.join(dist, 'BUILD_ID')) &&
      existsSync(record) &&
      readFileSync(record, 'utf8') === hash
    )
      return 'up to date';
    rmSync(record, { force: true });
    // Types are `npm test`'s business: a slip in a test must not keep the application from starting.
    await runNode('next build', [bin.next, 'build'], { env: { ...env, NEXT_SKIP_TYPE_CHECK: '1' } });
    writeFileSync(record, hash);
    return 'built';
  });
}
