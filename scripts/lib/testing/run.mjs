import { secrets } from '../state.mjs';
import { urlWith } from '../urls.mjs';
import { webEnv } from '../web-env.mjs';
import { openTestDatabases } from './databases.mjs';
import { openRunFolder } from './run-folder.mjs';

const once = (make) => {
  let made;
  return () => {
    made ??= make();
    return made;
  };
};

/** What of the outside may reach the programs under test: nothing of a developer's own settings. */
const outside = (/** @type {Record<string, string | undefined>} */ { PATH, HOME }) => ({
  PATH,
  HOME,
  ROOT_DOMAIN: 'rowhouse.localhost',
});

/**
 * Opens a test run: folders, secrets and, on first use, databases of its own.
 * @returns {Promise<import('./stages.mjs').Run & { close: () => Promise<void> }>} close stops and removes all of it
 */
export async function openRun() {
  const folder = await openRunFolder();
  const { authSecret, secretsKey, app, auth, migrator, worker } = secrets(folder.dir);
  const settings = { ...outside(process.env), NEXT_DIST_DIR: folder.dist };
  const databases = once(() => openTestDatabases(folder.dir));
  let started = false;

  const envFor = ({ app: appUrl, auth: authUrl }) => ({
    ...process.env,
    ...webEnv(settings, { appUrl, authUrl, authSecret, secretsKey, mode: 'production' }),
    NODE_ENV: 'test',
  });
  const databaseEnv = once(async () => {
    started = true;
    const { adminUrl, template, copy } = await databases();
    const urls = await copy('rowhouse_test');
    return {
      ...envFor(urls),
      TEST_ADMIN_URL: adminUrl,
      TEST_TEMPLATE: template,
      TEST_APP_PASSWORD: app,
      TEST_AUTH_PASSWORD: auth,
      TEST_MIGRATOR_PASSWORD: migrator,
      TEST_WORKER_PASSWORD: worker,
      TEST_APP_URL: urls.app,
      TEST_MIGRATOR_URL: urls.migrator,
      GUARD_DATABASE_URL: urlWith(urls.admin, {}),
    };
  });
  const close = once(async () => {
    if (started)
      await databases().then(
        ({ stop }) => stop(),
        () => {},
      );
    await folder.remove();
  });
  // Without a database: an address that nothing answers at, so that a test that forgot it needs one fails.
  const env = envFor({ app: 'postgresql://rowhouse_app@127.0.0.1:1/none', auth: '' });
  return {
    ...folder,
    settings,
    authSecret,
    secretsKey,
    env,
    databases: () => {
      started = true;
      return databases();
    },
    databaseEnv,
    broken: new Set(),
    close,
  };
}
