// npm run org -- acme: shows an organization's plan, exceptions and use. With --plan, --feature or --limit it changes them.
import './lib/check-node.mjs';
import { main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { run } from './lib/run.mjs';
import { knownUrls } from './lib/urls.mjs';

await main(async () => {
  const migrator = process.env.MIGRATOR_DATABASE_URL || knownUrls()?.migrator;
  if (!migrator) throw new PlainError('No database is known yet. Start one with npm run up or npm run dev.');
  const args = ['--import', 'tsx', 'scripts/lib/org/main.ts', ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, {
    env: { ...process.env, OPERATOR_DATABASE_URL: migrator },
    show: true,
  });
  return code;
});
