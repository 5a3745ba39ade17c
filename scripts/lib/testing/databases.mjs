import { migrate } from '../migrations.mjs';
import { startPostgres } from '../pg/postgres.mjs';
import { bootstrap } from '../pg/roles.mjs';
import { secrets } from '../state.mjs';
import { urlWith } from '../urls.mjs';
import { notePostgres } from './run-folder.mjs';

const TEMPLATE = 'rowhouse_template';

async function asAdmin(url, ...statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * A PostgreSQL of this run's own, with a migrated database that others are copied from.
 * @param {string} dir the run's folder
 * @returns {Promise<{ adminUrl: string, template: string, copy: (name: string, from?: string) => Promise<{ admin: string, migrator: string, app: string, worker: string }>, stop: () => Promise<void> }>}
 *   adminUrl: a superuser's; copy: makes a database with the roles' rights set, of the migrated one or another that
 *   nobody is connected to
 */
export async function openTestDatabases(dir) {
  const { adminUrl, dataDir, stop } = await startPostgres({ dir, throwaway: true });
  notePostgres(dir, dataDir);
  try {
    const passwords = secrets(dir);
    const { migrator } = await bootstrap({ adminUrl, database: TEMPLATE, passwords, ownServer: true });
    await migrate(migrator);
    // A template that somebody is connected to can't be copied.
    await asAdmin(adminUrl, `ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    const copy = async (name, from = TEMPLATE) => {
      await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${from} OWNER rowhouse_owner`);
      return bootstrap({ adminUrl: urlWith(adminUrl, { database: name }), database: name, passwords });
    };
    return { adminUrl, template: TEMPLATE, copy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
