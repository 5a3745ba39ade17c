import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hashSources } from './hash.mjs';
import { withLock } from './lock.mjs';
import { bin, inRoot } from './paths.mjs';
import { runNode } from './run.mjs';

/**
 * Generates Prisma's client, unless the schema and the packages are those of the last time.
 * @returns {Promise<'up to date' | 'generated'>}
 */
export function generate() {
  return withLock('generate', async () => {
    const record = inRoot('lib/generated/schema-hash');
    const hash = hashSources(['prisma/schema', 'package-lock.json', 'prisma.config.ts']);
    if (
      existsSync(inRoot('lib/generated/prisma/client.ts')) &&
      existsSync(record) &&
      readFileSync(record, 'utf8') === hash
    )
      return 'up to date';
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
    await runNode('prisma generate', [bin.prisma, 'generate'], { env });
    mkdirSync(inRoot('lib/generated'), { recursive: true });
    writeFileSync(record, hash);
    return 'generated';
  });
}
