import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../browser.mjs';
import { bin, inRoot } from '../paths.mjs';
import { run } from '../run.mjs';
import { runSeed } from '../seed.mjs';
import { webEnv } from '../web-env.mjs';
import { openHouse } from './house.mjs';
import { ofPlaywright } from './outcome.mjs';

/**
 * How many tests run side by side, each side in a house of its own: as many as there are processors. Two on fewer: while
 * one waits the other works. Four on more: past that a house takes longer to open than it gains.
 */
const SIDES = Math.min(4, Math.max(2, availableParallelism()));

const hasTests = () =>
  existsSync(inRoot('e2e')) &&
  readdirSync(inRoot('e2e'), { recursive: true }).some((name) => /\.spec\.ts$/.test(String(name)));

/** Databases for the sides, seeded alike. */
async function openDatabases({ settings, authSecret, secretsKey, databases }) {
  const { copy } = await databases();
  const first = await copy('rowhouse_e2e_0');
  const env = webEnv(settings, {
    appUrl: first.app,
    authUrl: first.auth,
    authSecret,
    secretsKey,
    mode: 'production',
  });
  await runSeed('prisma/seed.ts', env, first.migrator);
  const sides = [first];
  for (let side = 1; side < SIDES; side++) sides.push(await copy(`rowhouse_e2e_${side}`, 'rowhouse_e2e_0'));
  return sides;
}

/**
 * Plays the end-to-end tests against the build of this run, on databases made and seeded for it.
 * @param {import('./stages.mjs').Run} context
 * @param {string[]} args handed to Playwright
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function playEndToEnd(context, args) {
  if (!hasTests()) return { passed: 0, failed: 0, note: 'none yet' };
  const { dir, slot, settings, authSecret, secretsKey } = context;
  const browser = await findBrowser();
  const houses = [];
  try {
    for (const [side, urls] of (await openDatabases(context)).entries())
      houses.push(await openHouse(context, `side-${side}`, urls));
    const report = path.join(dir, 'e2e.json');
    const results = await run(process.execPath, [bin.playwright, 'test', '--reporter=list,json', ...args], {
      env: {
        ...process.env,
        CHROMIUM_PATH: browser,
        NEXT_DIST_DIR: settings.NEXT_DIST_DIR, // the matrix reads its surfaces there
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        E2E_OUTPUT_DIR: inRoot('test-results', `e2e-${slot}`),
        E2E_HOUSES: JSON.stringify(houses.map(({ told }) => told)),
        E2E_AUTH_SECRET: authSecret,
        E2E_SECRETS_KEY: secretsKey,
      },
    });
    const words = houses.map(({ lastWords }, side) => `The last words of server ${side}:\n${lastWords()}\n`);
    return { ...ofPlaywright(report, results), output: `${words.join('\n')}\n${results.output}` };
  } finally {
    await Promise.all(houses.map(({ close }) => close()));
  }
}
