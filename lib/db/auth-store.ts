import pg from 'pg';
import { env } from '../env';
import { quiet } from './pool';
import { translate } from './refusal';
import { type Sql, toStatement } from './sql';

const kept = globalThis as { rowhouseAuthPool?: pg.Pool };

/**
 * Connections as the role of the sign-in code: it looks accounts up, takes mailed secrets and opens an account without a
 * session. The pool that pages and actions use may do none of it.
 */
function authPool(): pg.Pool {
  if (!kept.rowhouseAuthPool) {
    const { AUTH_DATABASE_URL: connectionString } = env();
    if (!connectionString) throw new Error('only the web process has AUTH_DATABASE_URL');
    kept.rowhouseAuthPool = new pg.Pool({ connectionString, max: 4, connectionTimeoutMillis: 5000 });
    quiet(kept.rowhouseAuthPool);
  }
  return kept.rowhouseAuthPool;
}

/** Asks one of the gate's functions that only the sign-in code may call. */
export async function askAuthGate<Row>(piece: Sql<Row>): Promise<Row[]> {
  const { text, values } = toStatement(piece);
  return translate(async () => (await authPool().query(text, [...values])).rows as Row[]);
}
