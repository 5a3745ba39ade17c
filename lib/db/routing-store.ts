import pg from 'pg';
import { quiet } from './pool';

/**
 * The routing log's own connection, apart from the pools of requests and from the counters': a log that is slow to
 * write holds up nobody. It goes through the gate, which finds each line's organization (see log_routing).
 */
export function routingStore(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5000 });
  quiet(pool);
  return {
    /** One round trip. Answers with the ids of the rows that name no organization. */
    store: async (rows: readonly object[]): Promise<string[]> => {
      const text = 'SELECT id FROM log_routing($1::jsonb)';
      const found = await pool.query<{ id: string }>(text, [JSON.stringify(rows)]);
      return found.rows.map(({ id }) => id);
    },
    end: () => pool.end(),
  };
}
