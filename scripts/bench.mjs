// npm run bench: what isolation costs, counted and measured. `npm run bench -- trips speed` runs only these parts.
// BENCH_ADMIN_URL measures on another PostgreSQL (a superuser's address; a database rowhouse_bench is made there).
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import { generate } from './lib/generate.mjs';
import { hashSources } from './lib/hash.mjs';
import { install } from './lib/install.mjs';
import { atEnd, main } from './lib/lifecycle.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { startPostgres } from './lib/pg/postgres.mjs';
import { step } from './lib/progress.mjs';
import { inState, makeStateDir, secrets } from './lib/state.mjs';

await main(async () => {
  await step('packages', install);
  await step('prisma client', generate);
  makeStateDir();
  const dir = inState('bench');
  let adminUrl = process.env.BENCH_ADMIN_URL;
  if (!adminUrl) {
    await step('database', async () => {
      const server = await startPostgres({ dir });
      atEnd(server.stop);
      adminUrl = server.adminUrl;
      return server.note;
    });
  }
  const { app, migrator, authSecret, secretsKey } = secrets(dir);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', inRoot('bench/main.ts'), ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'production',
        BENCH_ADMIN_URL: adminUrl,
        BENCH_APP_PASSWORD: process.env.BENCH_APP_PASSWORD ?? app,
        BENCH_MIGRATOR_PASSWORD: process.env.BENCH_MIGRATOR_PASSWORD ?? migrator,
        // The database is filled anew when what it is made of has changed.
        BENCH_STAMP: hashSources(['prisma/migrations', 'bench/lib/data.ts']),
        AUTH_SECRET: authSecret,
        SECRETS_KEY: secretsKey,
      },
    },
  );
  atEnd(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
