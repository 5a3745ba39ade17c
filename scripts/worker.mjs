// npm run worker: the job worker alone, for deployments that start the web server by `npm start`. On the addresses in
// APP_DATABASE_URL and WORKER_DATABASE_URL, else on the database of the last start.
import './lib/check-node.mjs';
import { settings as readSettings } from './lib/env-file.mjs';
import { generate } from './lib/generate.mjs';
import { atEnd, main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { mailboxDir } from './lib/prepare.mjs';
import { secrets } from './lib/state.mjs';
import { knownUrls } from './lib/urls.mjs';
import { webEnv } from './lib/web-env.mjs';
import { startWorker, workerEnv } from './lib/worker.mjs';

await main(async () => {
  const settings = readSettings();
  const known = knownUrls();
  const appUrl = settings.APP_DATABASE_URL ?? known?.app;
  const workerUrl = settings.WORKER_DATABASE_URL ?? known?.worker;
  if (!appUrl || !workerUrl)
    throw new PlainError(
      'No database is known yet. Start one with npm run up or npm run dev, or set APP_DATABASE_URL and WORKER_DATABASE_URL.',
    );
  await generate();
  const authSecret = settings.AUTH_SECRET ?? secrets().authSecret;
  const secretsKey = settings.SECRETS_KEY ?? secrets().secretsKey;
  /** @type {Parameters<typeof webEnv>[1]} */
  const own = { appUrl, authSecret, secretsKey, mode: 'production', mailboxDir: mailboxDir(settings) };
  const env = webEnv(settings, own);
  const worker = await startWorker(workerEnv(env, workerUrl));
  atEnd(worker.stop);
});
