import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashSources } from './hash.mjs';
import { withLock } from './lock.mjs';
import { bin, inRoot } from './paths.mjs';
import { runNode } from './run.mjs';

/**
 * Generates Prisma's client, unless the schema and the packages are those of the last time.
 * @returns {Promise<'up to date' | 'generated'>}
 */
export const generate = () =>
  unlessSame({
    lock: 'generate',
    made: 'lib/generated/prisma/client.ts',
    record: 'lib/generated/schema-hash',
    hash: hashSources(['prisma/schema', 'package-lock.json', 'prisma.config.ts']),
    make: () => {
      const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
      return runNode('prisma generate', [bin.prisma, 'generate'], { env });
    },
  });

/** Whatever of lib may say something in the API's document. */
const DOCUMENT = ['lib', 'scripts/lib/api-types', 'package-lock.json'];

/**
 * Generates the types that the client of the API has (lib/api/client.ts), unless what the API's document is made of is
 * that of the last time. Needs no database and no server.
 * @returns {Promise<'up to date' | 'generated'>}
 */
export const generateApiTypes = () =>
  unlessSame({
    lock: 'api-types',
    made: 'lib/generated/api.d.ts',
    record: 'lib/generated/api-hash',
    hash: hashSources(DOCUMENT, {
      skip: (file) => /\.test\.tsx?$/.test(file) || file.startsWith(path.join('lib', 'generated')),
    }),
    make: () => {
      // `react-server` is the condition under which modules marked server-only may be loaded.
      const flags = ['--conditions=react-server', '--import', 'tsx'];
      const args = ['scripts/lib/api-types/main.ts', inRoot('lib/generated/api.d.ts')];
      return runNode('making the types of the API', [...flags, ...args]);
    },
  });

/** Makes what is missing, or was made of something else than this hash is of, and writes the hash down. */
function unlessSame({ lock, made, record, hash, make }) {
  return withLock(lock, async () => {
    const file = inRoot(record);
    if (existsSync(inRoot(made)) && existsSync(file) && readFileSync(file, 'utf8') === hash)
      return 'up to date';
    mkdirSync(inRoot('lib/generated'), { recursive: true });
    await make();
    writeFileSync(file, hash);
    return 'generated';
  });
}
