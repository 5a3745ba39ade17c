import type pg from 'pg';
import { walledTables } from './catalogue';

/** Every table that has rows of an org, with the column that says so; as the catalogue has them. */
const orgTables = async (admin: pg.Client) =>
  (await walledTables(admin)).filter(({ setting }) => setting === 'app.org_id');

/** How many rows of an org there are, table by table; tables without any are left out. */
export async function rowsOf(admin: pg.Client, orgId: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { table, column } of await orgTables(admin)) {
    const sql = `SELECT count(*)::int AS n FROM ${table} WHERE ${column} = $1`;
    const { n } = (await admin.query<{ n: number }>(sql, [orgId])).rows[0] as { n: number };
    if (n > 0) found[table] = n;
  }
  return found;
}

/**
 * One hash a table over all rows of an org, without what says that it is deleted and the events that tell of it: two
 * are equal when nothing else changed.
 */
export async function fingerprint(admin: pg.Client, orgId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { table, column } of await orgTables(admin)) {
    // The chain grows with the very events that are left out below.
    if (['audit_link', 'audit_mark', 'audit_unsealed'].includes(table)) continue;
    const telling = table === 'audit_event' ? `AND t.action NOT IN ('org.deleted', 'org.restored')` : '';
    const { rows } = await admin.query<{ hash: string }>(
      `SELECT md5(coalesce(string_agg(r::text, chr(10) ORDER BY r::text), '')) AS hash FROM (
        SELECT to_jsonb(t) - 'deleted_at' - 'deleted_by' AS r FROM ${table} t WHERE t.${column} = $1 ${telling}) all_rows`,
      [orgId],
    );
    found[table] = rows[0]?.hash ?? '';
  }
  return found;
}
