import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../scripts/lib/migrations.mjs';
import { databaseRights, NO_LARGE_OBJECTS, schemaRights } from '../../scripts/lib/pg/database-rights.mjs';
import type { Query } from './rule';

/** Runs `fn` on one connection to the database at `url`. */
export async function connected<T>(url: string, fn: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await fn(async (text, values) => (await client.query(text, values)).rows);
  } finally {
    await client.end();
  }
}

const at = (url: string, database: string, role?: string) => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (role) changed.searchParams.set('options', `-c role=${role}`);
  return changed.href;
};

/**
 * A freshly migrated database on the server of `adminUrl` (a superuser's, the roles are there), for as long as
 * `fn` runs.
 */
export async function withScratchDatabase<T>(adminUrl: string, fn: (url: string) => Promise<T>): Promise<T> {
  const name = `guard_${randomBytes(6).toString('hex')}`;
  await connected(adminUrl, async (query) => {
    await query(`CREATE DATABASE ${name} OWNER rowhouse_owner`);
    for (const statement of databaseRights(name)) await query(statement);
  });
  try {
    await connected(at(adminUrl, name), async (query) => {
      await query('ALTER SCHEMA public OWNER TO rowhouse_owner');
      for (const statement of [...schemaRights, NO_LARGE_OBJECTS]) await query(statement);
    });
    await migrate(at(adminUrl, name, 'rowhouse_owner'));
    return await fn(at(adminUrl, name));
  } finally {
    await connected(adminUrl, (query) => query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}
