// npm run db:migrate: applies what is missing to the database of the last start, or to MIGRATOR_DATABASE_URL.
import './lib/check-node.mjs';
import { settings } from './lib/env-file.mjs';
import { main } from './lib/lifecycle.mjs';
import { migrate } from './lib/migrations.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { knownUrls } from './lib/urls.mjs';

await main(async () => {
  const url = settings().MIGRATOR_DATABASE_URL ?? knownUrls()?.migrator;
  if (!url)
    throw new PlainError(
      'No database is known yet. Start one with npm run up or npm run dev, or set MIGRATOR_DATABASE_URL.',
    );
  const { applied, unknown } = await migrate(url).catch((error) => {
    if (error.code !== 'ECONNREFUSED') throw error;
    throw new PlainError(
      `No database answers at ${new URL(url).host}. Start it with npm run up or npm run dev.`,
    );
  });
  for (const name of applied) console.log(`applied ${name}`);
  for (const name of unknown) console.log(`applied earlier, but not in this checkout: ${name}`);
  if (applied.length === 0) console.log('Up to date.');
  return 0;
});
