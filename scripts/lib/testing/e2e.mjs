import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from '../browser.mjs';
import { listenHosts } from '../front/listen.mjs';
import { bin, inRoot } from '../paths.mjs';
import { freePort, isFree } from '../ports.mjs';
import { run } from '../run.mjs';
import { runSeed } from '../seed.mjs';
import { webEnv } from '../web-env.mjs';
import { checkHealth, startWeb } from '../web-server.mjs';
import { ofPlaywright } from './outcome.mjs';

const hasTests = () =>
  existsSync(inRoot('e2e')) &&
  readdirSync(inRoot('e2e'), { recursive: true }).some((name) => /\.spec\.ts$/.test(String(name)));

async function webPort() {
  for (;;) {
    const port = await freePort();
    if (await isFree(port, listenHosts({}))) return String(port);
  }
}

const tail = (file) => readFileSync(file, 'utf8').split('\n').slice(-80).join('\n');

/**
 * Plays the end-to-end tests against the build of this run, on a database made and seeded for it.
 * @param {import('./stages.mjs').Run} context
 * @param {string[]} args handed to Playwright
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function playEndToEnd({ dir, slot, settings, authSecret, secretsKey, databases }, args) {
  if (!hasTests()) return { passed: 0, failed: 0, note: 'none yet' };
  const browser = await findBrowser();
  const { copy } = await databases();
  const urls = await copy('rowhouse_e2e');
  const mailboxDir = path.join(dir, 'mail');
  // A test starts a name server there, and says what it answers.
  const dnsPort = String(await freePort());
  // Two providers of OpenID Connect, that a test starts there.
  const providers = await Promise.all([freePort(), freePort()]);
  const env = webEnv(
    // Every test is the same stranger, from one address.
    {
      ...settings,
      PORT: await webPort(),
      DNS_SERVERS: `127.0.0.1:${dnsPort}`,
      RELAY_LOOPBACK: 'on',
      OIDC_PROVIDERS: JSON.stringify(
        ['one', 'two'].map((id, i) => ({
          id,
          name: `Provider ${id}`,
          issuer: `http://127.0.0.1:${providers[i]}`,
          client_id: 'rowhouse',
          client_secret: 'a secret of the test',
          domains: [`${id}.example`],
        })),
      ),
      RATE_LIMIT_STRANGERS_PER_MINUTE: '1000000',
    },
    { appUrl: urls.app, authSecret, secretsKey, mode: 'production', mailboxDir },
  );
  await runSeed('prisma/seed.ts', env, urls.migrator);

  const logFile = path.join(dir, 'web.log');
  const log = openSync(logFile, 'w', 0o600);
  const web = await startWeb(env, { output: log }).catch((error) => {
    error.message = `${tail(logFile)}\n${error.message}`;
    throw error;
  });
  closeSync(log);
  try {
    await checkHealth(env);
    const report = path.join(dir, 'e2e.json');
    const results = await run(process.execPath, [bin.playwright, 'test', '--reporter=list,json', ...args], {
      env: {
        ...process.env,
        CHROMIUM_PATH: browser,
        NEXT_DIST_DIR: env.NEXT_DIST_DIR, // the matrix reads its surfaces there
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        E2E_OUTPUT_DIR: inRoot('test-results', `e2e-${slot}`),
        E2E_ROOT_URL: env.ROOT_URL,
        E2E_OIDC_PORTS: providers.join(' '),
        E2E_DNS_PORT: dnsPort,
        E2E_MAILBOX_DIR: mailboxDir,
        E2E_ADMIN_DB_URL: urls.admin,
        E2E_APP_DB_URL: urls.app,
        E2E_MIGRATOR_DB_URL: urls.migrator,
        E2E_AUTH_SECRET: authSecret,
        // A test starts a worker of its own where it needs one.
        E2E_WORKER_DB_URL: urls.worker,
        E2E_SECRETS_KEY: secretsKey,
      },
    });
    const outcome = ofPlaywright(report, results);
    return { ...outcome, output: `The web server's last words:\n${tail(logFile)}\n\n${results.output}` };
  } finally {
    await web.stop();
  }
}
