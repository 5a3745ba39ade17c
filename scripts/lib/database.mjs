import { startPostgres } from './pg/postgres.mjs';
import { bootstrap } from './pg/roles.mjs';
import { PlainError } from './plain-error.mjs';
import { secrets, stateDir } from './state.mjs';
import { databaseOf } from './urls.mjs';

/**
 * Makes a database ready to be migrated: an external one when the settings name one, else the embedded server's.
 * @param {Record<string, string | undefined>} settings
 * @param {{ onStart?: (stop: () => Promise<void>) => void }} [options] onStart: told how to stop what was started
 * @returns {Promise<{ kind: 'embedded' | 'external', admin: string | null, migrator: string, app: string, auth: string, worker: string, note: string }>}
 */
export async function openDatabase(settings, { onStart = () => {} } = {}) {
  const {
    DATABASE_URL,
    MIGRATOR_DATABASE_URL: migrator,
    APP_DATABASE_URL: app,
    AUTH_DATABASE_URL: auth,
    WORKER_DATABASE_URL: worker,
  } = settings;
  for (const name of [
    'DATABASE_URL',
    'MIGRATOR_DATABASE_URL',
    'APP_DATABASE_URL',
    'AUTH_DATABASE_URL',
    'WORKER_DATABASE_URL',
  ]) {
    if (settings[name] && !URL.canParse(settings[name]))
      throw new PlainError(`${name} is not a URL like postgresql://user:password@host:5432/database.`);
  }
  if (migrator && app && auth && worker)
    return {
      kind: 'external',
      admin: null,
      migrator,
      app,
      auth,
      worker,
      note: `${new URL(app).host}, roles as given`,
    };
  if (migrator || app || auth || worker)
    throw new PlainError(
      'Set MIGRATOR_DATABASE_URL, APP_DATABASE_URL, AUTH_DATABASE_URL and WORKER_DATABASE_URL together, or none of them.',
    );
  if (DATABASE_URL) {
    const urls = await bootstrap({ adminUrl: DATABASE_URL, passwords: secrets() });
    return {
      kind: 'external',
      ...urls,
      note: `${new URL(DATABASE_URL).host}, database ${databaseOf(urls.app)}`,
    };
  }
  const port = settings.ROWHOUSE_PG_PORT ? Number(settings.ROWHOUSE_PG_PORT) : undefined;
  const server = await startPostgres({ dir: stateDir, port });
  onStart(server.stop);
  const urls = await bootstrap({
    adminUrl: server.adminUrl,
    database: 'rowhouse',
    passwords: secrets(),
    ownServer: true,
  });
  return { kind: 'embedded', ...urls, note: server.note };
}
