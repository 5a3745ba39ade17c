// npm run seed: puts the demo data into the database of the last start. Another seed file may be named.
import './lib/check-node.mjs';
import { settings as readSettings } from './lib/env-file.mjs';
import { main } from './lib/lifecycle.mjs';
import { PlainError } from './lib/plain-error.mjs';
import { runSeed } from './lib/seed.mjs';
import { secrets } from './lib/state.mjs';
import { knownUrls } from './lib/urls.mjs';
import { webEnv } from './lib/web-env.mjs';

await main(async () => {
  const urls = knownUrls();
  if (!urls) throw new PlainError('No database is known yet. Start one with npm run up or npm run dev.');
  const settings = readSettings();
  const authSecret = settings.AUTH_SECRET ?? secrets().authSecret;
  const secretsKey = settings.SECRETS_KEY ?? secrets().secretsKey;
  const env = webEnv(settings, {
    appUrl: urls.app,
    authUrl: urls.auth,
    authSecret,
    secretsKey,
    mode: 'development',
  });
  await runSeed(process.argv[2] ?? 'prisma/seed.ts', env, urls.migrator, { show: true });
  return 0;
});
