import { mkdirSync } from 'node:fs';
import { openDatabase } from './database.mjs';
import { settings as readSettings } from './env-file.mjs';
import { generate } from './generate.mjs';
import { install } from './install.mjs';
import { atEnd } from './lifecycle.mjs';
import { migrate } from './migrations.mjs';
import { step } from './progress.mjs';
import { seedOnce } from './seed.mjs';
import { inState, makeStateDir, secrets } from './state.mjs';
import { rememberUrls } from './urls.mjs';
import { isLocalDomain, webEnv } from './web-env.mjs';
import { requirePort } from './web-server.mjs';

/** Are demo people and the open mailbox wanted? They have a known password: off unless asked for on a public name. */
const wantsDemo = (
  /** @type {Record<string, string | undefined>} */ { ROWHOUSE_DEMO, ROOT_DOMAIN = 'rowhouse.localhost' },
) => (ROWHOUSE_DEMO ? ROWHOUSE_DEMO !== 'off' : isLocalDomain(ROOT_DOMAIN));

/** The folder of the development mailbox, made; undefined where there is none. */
export function mailboxDir(settings) {
  if (settings.SMTP_URL || !wantsDemo(settings)) return undefined;
  const dir = inState('mail');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

/**
 * What every start needs before there is something to serve: packages, database, roles, migrations, Prisma's client,
 * demo data.
 * @param {{ mode: 'production' | 'development', command: string }} options command: what the person typed
 * @returns {Promise<{ env: Record<string, string>, workerUrl: string, demo: boolean }>} env: the web process's
 */
export async function prepare({ mode, command }) {
  const settings = readSettings();
  makeStateDir();
  const { authSecret, secretsKey } = secrets();
  const demo = wantsDemo(settings);
  const envFor = ({ app: appUrl, auth: authUrl }) =>
    webEnv(settings, {
      appUrl,
      authUrl,
      authSecret: settings.AUTH_SECRET ?? authSecret,
      secretsKey: settings.SECRETS_KEY ?? secretsKey,
      mode,
      mailboxDir: mailboxDir(settings),
    });
  await requirePort(envFor({ app: '', auth: '' }), command);

  await step('packages', install);
  let database;
  await step('database', async () => {
    database = await openDatabase(settings, { onStart: atEnd });
    rememberUrls({
      kind: database.kind,
      admin: database.admin,
      migrator: database.migrator,
      app: database.app,
      auth: database.auth,
      worker: database.worker,
    });
    return database.note;
  });
  let firstMigration;
  await step('migrations', async () => {
    const { applied, unknown, first } = await migrate(database.migrator);
    firstMigration = first;
    const note = applied.length === 0 ? 'up to date' : `${applied.length} applied`;
    return unknown.length === 0 ? note : `${note}; not in this checkout: ${unknown.join(', ')}`;
  });
  await step('prisma client', generate);
  const env = envFor(database);
  if (demo) await step('demo data', () => seedOnce(env, { migrator: database.migrator, firstMigration }));
  return { env, workerUrl: database.worker, demo };
}
