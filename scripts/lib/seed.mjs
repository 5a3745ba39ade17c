import { hashSources } from './hash.mjs';
import { runNode } from './run.mjs';
import { inState, readJson, writePrivate } from './state.mjs';

/**
 * Runs a seed script (TypeScript) against a database.
 * @param {string} file relative to the root
 * @param {Record<string, string>} env the web process's, so that the application's own modules work in it
 * @param {string} migratorUrl passed as SEED_DATABASE_URL
 * @param {{ show?: boolean }} [options] show: pass its output on
 */
export function runSeed(file, env, migratorUrl, { show = false } = {}) {
  // `react-server` is the condition under which modules marked server-only may be loaded.
  const args = ['--conditions=react-server', '--import', 'tsx', file];
  return runNode(file, args, { env: { ...env, SEED_DATABASE_URL: migratorUrl }, show });
}

/**
 * Puts the demo data in, unless this very seed has been put into this very database before: what somebody has changed
 * or deleted since stays so.
 * @param {Record<string, string>} env
 * @param {{ migrator: string, firstMigration: string }} database firstMigration: the id that its first migration got,
 *   which no other database has
 * @returns {Promise<'there already' | 'filled in'>}
 */
export async function seedOnce(env, { migrator, firstMigration }) {
  const record = inState('seeded.json');
  const isSchema = (file) => /^prisma.(schema|migrations)\b/.test(file);
  const key = hashSources(['prisma'], { skip: isSchema, also: firstMigration });
  if (readJson(record)?.key === key) return 'there already';
  await runSeed('prisma/seed.ts', env, migrator);
  writePrivate(record, JSON.stringify({ key }));
  return 'filled in';
}
