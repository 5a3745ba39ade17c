// npm run guard: runs guard/main.ts, with a migrated database of its own unless GUARD_DATABASE_URL names one.
// npm run guard -- static | catalogue | manifest runs these alone; --json and --table say it for programs.
import './lib/check-node.mjs';
import { atEnd, main } from './lib/lifecycle.mjs';
import { run } from './lib/run.mjs';
import { openTestDatabases } from './lib/testing/databases.mjs';
import { openRunFolder } from './lib/testing/run-folder.mjs';

/** The address of a freshly migrated database on a server of its own, which ends with this process. */
async function migratedDatabase() {
  const folder = await openRunFolder();
  atEnd(folder.remove);
  const { copy, stop } = await openTestDatabases(folder.dir);
  atEnd(stop);
  return (await copy('rowhouse_guard')).admin;
}

await main(async () => {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith('--'));
  const wantsDatabase = !args.includes('--table') && (named.length === 0 || named.includes('catalogue'));
  const env = { ...process.env };
  if (wantsDatabase) env.GUARD_DATABASE_URL ??= await migratedDatabase();
  const { code } = await run(process.execPath, ['--import', 'tsx', 'guard/main.ts', ...args], {
    env,
    show: true,
  });
  return code;
});
