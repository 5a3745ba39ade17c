import { partsOf, withClient } from './adapter.mjs';

/** Prisma's error codes for what can be wrong with a connection. */
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000' };

/** @returns {Promise<string>} the name of the database, made if it was missing */
export async function createDatabase(url) {
  const { database, ...rest } = partsOf(url);
  await withClient({ ...rest, database: 'postgres' }, (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`),
  ).catch((error) => {
    if (error.code !== '42P04') throw error; // it exists
  });
  return database;
}

/**
 * The engine's sub-command `cli create-database | can-connect-to-database`. Errors go to stderr as the log line that
 * Prisma's CLI reads.
 * @returns {Promise<number>} the exit code
 */
export async function runCli(command, url) {
  try {
    if (command === 'create-database') await createDatabase(url);
    else await withClient(partsOf(url), () => {});
    return 0;
  } catch (error) {
    const fields = {
      error_code: PRISMA_CODES[error.code] ?? 'P1001',
      message: String(error.message || error.code),
    };
    process.stderr.write(
      `\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`,
    );
    return 1;
  }
}
