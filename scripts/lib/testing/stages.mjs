import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from '../build.mjs';
import { bin, inRoot } from '../paths.mjs';
import { run } from '../run.mjs';
import { playEndToEnd } from './e2e.mjs';
import { ofClosingLine, ofExit, ofVitest } from './outcome.mjs';
import { checkTypes } from './types.mjs';

/**
 * @typedef {object} Run what the stages of one run share
 * @property {string} dir the run's folder
 * @property {string} dist the build folder, relative to the root
 * @property {number} slot which of the runs side by side this is
 * @property {string} authSecret
 * @property {string} secretsKey
 * @property {Record<string, string | undefined>} settings what the web process's environment is made from
 * @property {Record<string, string>} env for tools that need no database
 * @property {() => Promise<any>} databases starts PostgreSQL on first use
 * @property {() => Promise<Record<string, string>>} databaseEnv `env` and where the databases are
 * @property {Set<string>} broken the stages that failed so far
 */

/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {{ name: string, needs?: string, run: (context: Run, args: string[]) => Promise<Outcome> }} Stage needs: a
 *   stage without which this one can't be */

async function vitest(project, env, { dir }, args) {
  const report = path.join(dir, `${project}.json`);
  const flags = [
    'run',
    '--project',
    `${project}*`, // those that share what they load, and those that don't
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return ofVitest(report, await run(process.execPath, [bin.vitest, ...flags, ...args], { env }));
}

/** @type {Stage[]} in the order in which they run */
export const STAGES = [
  {
    name: 'lint',
    run: async () => ofExit(await run(process.execPath, [bin.biome, 'check', '.', '--max-diagnostics=50'])),
  },
  { name: 'types', run: (context) => checkTypes(context) },
  {
    name: 'build',
    run: async ({ env }) => {
      try {
        await build({ ...env, NODE_ENV: 'production' });
        return { passed: 1, failed: 0 };
      } catch (error) {
        return { passed: 0, failed: 1, output: error.message };
      }
    },
  },
  {
    name: 'guard',
    run: async ({ databaseEnv }) => {
      if (!existsSync(inRoot('scripts/guard.mjs')))
        return { passed: 0, failed: 0, note: 'skipped: there is no scripts/guard.mjs' };
      return ofClosingLine(await run(process.execPath, ['scripts/guard.mjs'], { env: await databaseEnv() }));
    },
  },
  { name: 'unit', run: (context, args) => vitest('unit', context.env, context, args) },
  { name: 'db', run: async (context, args) => vitest('db', await context.databaseEnv(), context, args) },
  { name: 'e2e', needs: 'build', run: playEndToEnd },
];
