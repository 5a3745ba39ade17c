import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** The advisory lock that Prisma takes around its own migrations. */
const PRISMA_LOCK = 72707369;

/** Prisma's own table, word for word. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** A checksum is right under either line ending, as it is for Prisma. */
const matches = (checksum, sql) =>
  [sql, sql.replaceAll('\r\n', '\n'), sql.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')].some(
    (text) => sha256(text) === checksum,
  );

/** The migrations of a folder, oldest first. */
function migrationsIn(dir) {
  return readdirSync(dir)
    .filter((name) => existsSync(path.join(dir, name, 'migration.sql')))
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(dir, name, 'migration.sql'), 'utf8') }));
}

/**
 * True when a script begins or ends a transaction itself: then it could not be undone as a whole.
 * @param {string} sql
 */
export function controlsTransaction(sql) {
  const noise = /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
  const statements = sql.replace(noise, ' ').split(';');
  return statements.some((one) => /^\s*(begin|start\s+transaction|commit|rollback|end|abort)\b/i.test(one));
}

async function takeLock(client) {
  for (let waited = 0; waited < 60; waited++) {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS got', [PRISMA_LOCK]);
    if (rows[0].got) return;
    await sleep(1000);
  }
  throw new PlainError(
    'Another process has been migrating this database for a minute. Wait for it, or end it, and run the command again.',
  );
}

async function apply(client, { name, sql }) {
  if (controlsTransaction(sql)) {
    throw new PlainError(
      `Migration ${name} begins or ends a transaction itself. Take that out: every migration runs in one of its own.`,
    );
  }
  await client.query('BEGIN');
  try {
    const id = randomUUID();
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())',
      [id, sha256(sql), name],
    );
    await client.query(sql);
    await client.query(
      'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
      [id],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const line = error.position ? ` (line ${sql.slice(0, Number(error.position)).split('\n').length})` : '';
    throw new PlainError(
      `Migration ${name} failed${line}: ${error.message}${error.detail ? `\n${error.detail}` : ''}\nNothing of it was kept. Correct it and run the command again.`,
    );
  }
}

/**
 * Brings a database to the newest of Prisma's own migrations, each whole or not at all, and keeps Prisma's books, so
 * that `prisma migrate` afterwards finds what it would have done itself.
 * @param {string} url the migrator's
 * @param {{ dir?: string }} [options]
 * @returns {Promise<{ applied: string[], unknown: string[], first: string }>} unknown: applied once, but not in this
 *   checkout; first: the id of the first row in Prisma's books, which no other database has
 * @throws {PlainError} an applied migration was edited, one failed before, or one fails now
 */
export async function migrate(url, { dir = inRoot('prisma/migrations') } = {}) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // a lost connection makes the next query fail, which says so
  await client.connect();
  try {
    await takeLock(client);
    await client.query('SET client_min_messages = warning');
    await client.query(TABLE);
    const { rows } = await client.query(
      'SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const ours = migrationsIn(dir);
    for (const row of rows) {
      const file = ours.find((one) => one.name === row.name);
      if (!row.finished_at)
        throw new PlainError(
          `Migration ${row.name} failed half-way when Prisma ran it. Repair the database, then: npx prisma migrate resolve --rolled-back ${row.name}`,
        );
      if (file && !matches(row.checksum, file.sql)) {
        throw new PlainError(
          `Migration ${row.name} was edited after it had been applied here. Put the file back as it was and write a new migration for the change (a development database can start over: npx prisma migrate reset).`,
        );
      }
    }
    const done = new Set(rows.map((row) => row.name));
    const applied = [];
    for (const one of ours.filter(({ name }) => !done.has(name))) {
      await apply(client, one);
      applied.push(one.name);
    }
    const {
      rows: [first],
    } = await client.query('SELECT id FROM _prisma_migrations ORDER BY started_at LIMIT 1');
    return {
      applied,
      unknown: [...done].filter((name) => !ours.some((one) => one.name === name)),
      first: first?.id ?? '',
    };
  } finally {
    await client.end();
  }
}
