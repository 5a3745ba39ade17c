import type pg from 'pg';

/** What the server made of a statement: how many rows it gave or touched, or the SQLSTATE of its refusal. */
export type Outcome = { count: number; rows: Record<string, unknown>[] } | { state: string };

/** A setting made for one transaction; undefined leaves it as it is. */
export type Context = Record<string, string | undefined>;

/** Runs one statement in a transaction of its own with these settings, and takes it back. */
export async function probe(
  client: pg.Client,
  context: Context,
  text: string,
  values: unknown[] = [],
): Promise<Outcome> {
  await client.query('BEGIN');
  try {
    for (const [name, value] of Object.entries(context)) {
      if (value !== undefined) await client.query('SELECT set_config($1, $2, true)', [name, value]);
    }
    const { rowCount, rows } = await client.query(text, values);
    return { count: rowCount ?? 0, rows };
  } catch (error) {
    return { state: (error as { code?: string }).code ?? String(error) };
  } finally {
    await client.query('ROLLBACK');
  }
}
