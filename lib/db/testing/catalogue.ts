import type pg from 'pg';

/** A table behind a wall, and the setting and column that the wall compares. */
export type Walled = { table: string; setting: 'app.org_id' | 'app.user_id'; column: string };

/** The tables that belong to nobody, each with why. Everything else must be behind a wall. */
const GLOBAL: Record<string, string> = {
  rate_limit: 'attempt counters under keyed hashes',
  ticket_key: 'keys that tickets are signed with; the gate alone reads it',
  _prisma_migrations: "Prisma's own books; the app may not touch them",
};

/** The tables of a user; each other table is an org's. */
const OF_USERS: Record<string, string> = {
  app_user: 'id',
  session: 'user_id',
  mail_token: 'user_id',
  user_identity: 'user_id',
  handover: 'user_id',
  user_token: 'user_id',
};

/** Every table of the database that is not global, as the catalogue has it. */
export async function walledTables(admin: pg.Client): Promise<Walled[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows
    .filter(({ name }) => !(name in GLOBAL))
    .map(({ name }) => {
      const own = OF_USERS[name];
      if (own) return { table: name, setting: 'app.user_id', column: own };
      return { table: name, setting: 'app.org_id', column: name === 'org' ? 'id' : 'org_id' };
    });
}

/** What the app's role may do with a table. */
export async function privileges(admin: pg.Client, table: string): Promise<Set<string>> {
  const { rows } = await admin.query<{ verb: string }>(
    `SELECT verb FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) verb
      WHERE has_table_privilege('rowhouse_app', $1, verb)`,
    [table],
  );
  return new Set(rows.map(({ verb }) => verb));
}
