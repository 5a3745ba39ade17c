// npm run bench: what isolation costs, counted and measured. `npm run bench -- trips speed` runs only these parts.
// BENCH_ADMIN_URL measures on another PostgreSQL (a superuser's address; a database rowhouse_bench is made there).
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
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
  const built = await bundled();
  const child = spawn(process.execPath, [built, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_ADMIN_URL: adminUrl,
      BENCH_APP_PASSWORD: process.env.BENCH_APP_PASSWORD ?? app,
      BENCH_MIGRATOR_PASSWORD: process.env.BENCH_MIGRATOR_PASSWORD ?? migrator,
      // The database is filled anew when what it is made of has changed.
      BENCH_STAMP: hashSources(['prisma/migrations', 'bench/lib/data.ts', 'bench/lib/crowd.ts']),
      AUTH_SECRET: authSecret,
      SECRETS_KEY: secretsKey,
    },
  });
  atEnd(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});

// Scripts find the checkout by where they lie, so they stay there.
function outside(file) {
  return { path: path.resolve(file.resolveDir, file.path), external: true };
}

/**
 * The benches in one file, beside their sources. Not through tsx as other scripts: it gives every function that is made
 * while running a name, which costs the product's own hot paths what the built product doesn't pay.
 */
async function bundled() {
  const { build } = await import('esbuild'); // not before the packages are installed
  const outfile = inRoot('bench/.built.mjs');
  await build({
    entryPoints: [inRoot('bench/main.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [{ name: 'scripts as they are', setup: (b) => b.onResolve({ filter: /^\..*\.mjs$/ }, outside) }],
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}
