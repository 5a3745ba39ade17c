import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listenHosts } from '../front/listen.mjs';
import { freePort, isFree } from '../ports.mjs';
import { webEnv } from '../web-env.mjs';
import { checkHealth, startWeb } from '../web-server.mjs';

async function webPort() {
  for (;;) {
    const port = await freePort();
    if (await isFree(port, listenHosts({}))) return String(port);
  }
}

const tail = (file) => readFileSync(file, 'utf8').split('\n').slice(-80).join('\n');

/**
 * What the browser tests of one side play against: a server on a database, a mailbox and ports of its own. What a test
 * does to the whole of it (a worker that runs every due job, limits that count addresses) meets no test beside it.
 * @param {import('./stages.mjs').Run} context
 * @param {string} name of the folder that it keeps things in
 * @param {Record<'app' | 'auth' | 'admin' | 'worker', string>} urls of its database, seeded
 * @returns {Promise<{ told: Record<string, string>, lastWords: () => string, close: () => Promise<void> }>} told: what
 *   its tests find in their environment
 */
export async function openHouse({ dir, settings, authSecret, secretsKey }, name, urls) {
  const mailboxDir = path.join(dir, name, 'mail');
  mkdirSync(mailboxDir, { recursive: true, mode: 0o700 });
  // A test starts a name server there, and says what it answers.
  const dnsPort = String(await freePort());
  // Two providers of OpenID Connect, that a test starts there.
  const providers = await Promise.all([freePort(), freePort()]);
  const env = webEnv(
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
      // Every test is the same stranger, from one address.
      RATE_LIMIT_STRANGERS_PER_MINUTE: '1000000',
    },
    { appUrl: urls.app, authUrl: urls.auth, authSecret, secretsKey, mode: 'production', mailboxDir },
  );
  const logFile = path.join(dir, name, 'web.log');
  const lastWords = () => tail(logFile);
  const log = openSync(logFile, 'w', 0o600);
  const web = await startWeb(env, { output: log }).catch((error) => {
    error.message = `${lastWords()}\n${error.message}`;
    throw error;
  });
  closeSync(log);
  const told = {
    E2E_ROOT_URL: env.ROOT_URL ?? '',
    E2E_OIDC_PORTS: providers.join(' '),
    E2E_DNS_PORT: dnsPort,
    E2E_MAILBOX_DIR: mailboxDir,
    E2E_ADMIN_DB_URL: urls.admin,
    E2E_APP_DB_URL: urls.app,
    E2E_AUTH_DB_URL: urls.auth,
    // A test starts a worker of its own where it needs one.
    E2E_WORKER_DB_URL: urls.worker,
  };
  try {
    await checkHealth(env);
  } catch (error) {
    await web.stop();
    throw error;
  }
  return { told, lastWords, close: web.stop };
}
