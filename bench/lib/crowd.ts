import type pg from 'pg';
import { walledTables } from '../../lib/db/testing/catalogue';
import { type Owner, rowFor } from '../../lib/db/testing/rows';
import { insert, makeRecords, makeSubTeams } from '../../lib/db/testing/world';
import { ID_FUNCTION } from './data';
import { query, type World } from './world';

/** Rows of a table in the big org, and in each of the others. */
const SIZE = { big: 100_000, others: 20 };

/** What an org has few of, by its nature: a query of it may read them all. */
const FEW: Record<string, number> = {
  audit_mark: 2,
  csv_import: 500,
  domain: 100,
  org_image: 4,
  relay: 50,
  relay_stream: 100,
  // No divisor of the others: pairs come once.
  sub_team: 1999,
  team: 1999,
  usage_counter: 10,
  usage_day: 4000,
  workspace: 2000,
};

/** Made with the world: there is no second row of them for the same owner. */
const MADE = ['org', 'app_user', 'membership'];

const PICTURE = 's.bytes || int8send(n) || uuid_send(o.id)';
/** Values that a check of the table asks for, or without which a rare state would look as if it never came. */
const ASKED: Record<string, string> = {
  'org_image.bytes': PICTURE,
  'org_image.size': `length(${PICTURE})`,
  'org_image.name': `left(encode(sha256(${PICTURE}), 'hex'), 16) || '.png'`,
  'sub_team.deleted_at': `CASE WHEN n % 10 = 0 THEN now() - n * interval '1 hour' END`,
  'former_slug.kind': `(ARRAY['sub_team', 'team'])[1 + n % 2]`,
  'csv_import.state': `(ARRAY['mapping', 'waiting'])[1 + n % 2]`,
};

/** What the world has filled already (data.ts). */
const FILLED = ['audit_event', 'handover', 'invitation', 'mail_token', 'org_host', 'session', ...MADE];

type Column = {
  name: string;
  type: string;
  /** In a unique index. */
  unique: boolean;
  /** The table and column that a foreign key of it leads to. */
  to: { table: string; column: string } | null;
};
type Tables = Map<string, Column[]>;

/**
 * Fills every walled table that the world leaves empty, from the catalogue: one valid row of it, as the tests make it,
 * again and again with other keys. So a new table is planned full from the day it is made. Once; needs a superuser.
 */
export const crowd = ({ adminUrl, big }: World): Promise<void> =>
  query(adminUrl, async (db) => {
    const { rows } = await db.query(`SELECT to_regclass('plain.crowded') IS NOT NULL AS done`);
    if (rows[0].done) return;
    await fillEmpty(db, await ownerOf(db, big.orgId));
    await db.query('VACUUM ANALYZE');
    await db.query('CREATE TABLE plain.crowded ()');
  });

/**
 * Fills the tables, all or none.
 * @param own an org with nothing in it but its owner
 * @returns the tables that were filled
 */
export async function fillEmpty(db: pg.Client, own: Owner, size = SIZE): Promise<string[]> {
  await db.query(ID_FUNCTION);
  await db.query(OWN_ID);
  const walled = await walledTables(db);
  await db.query('BEGIN');
  await makeSubTeams(db, own.orgId);
  await makeRecords(db, own.orgId);
  for (const { table } of walled)
    if (!MADE.includes(table)) await insert(db, table, rowFor(table, own, own.userId));
  await db.query('SET CONSTRAINTS ALL IMMEDIATE');
  await db.query('SET LOCAL session_replication_role = replica');
  const filler = new Filler(db, await columnsOf(db), own, size);
  const empty = walled.filter(({ table }) => !FILLED.includes(table));
  for (const { table, column } of empty) await filler.fill(table, column);
  await db.query('COMMIT');
  return empty.map(({ table }) => table);
}

// The n-th id of a table in an org: whatever refers to it can say the same.
const OWN_ID = `CREATE FUNCTION pg_temp.own_id(of text, org uuid, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5(of || org || n)::uuid $$`;

async function ownerOf(db: pg.Client, orgId: string): Promise<Owner> {
  const { rows } = await db.query<Owner>(
    `SELECT m.org_id AS "orgId", m.user_id AS "userId", s.id AS "sessionId" FROM membership m JOIN session s ON s.user_id = m.user_id
      WHERE m.org_id = $1 AND m.role = 'owner' LIMIT 1`,
    [orgId],
  );
  if (!rows[0]) throw new Error('The big organization has no owner with a session.');
  return rows[0];
}

async function columnsOf(db: pg.Client): Promise<Tables> {
  const { rows } = await db.query<Column & { table: string }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
        EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey)) AS unique,
        (SELECT json_build_object('table', f.confrelid::regclass::text, 'column', r.attname)
          FROM pg_constraint f CROSS JOIN unnest(f.conkey, f.confkey) AS k (mine, theirs)
          JOIN pg_attribute r ON r.attrelid = f.confrelid AND r.attnum = k.theirs
          WHERE f.conrelid = c.oid AND f.contype = 'f' AND k.mine = a.attnum AND r.attname NOT IN ('org_id', 'workspace_id')
            AND r.atttypid = 'uuid'::regtype ORDER BY f.confrelid::regclass::text = 'app_user', f.conname LIMIT 1) AS to
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attgenerated = ''
      ORDER BY c.relname, a.attnum`,
  );
  const tables: Tables = new Map();
  for (const { table, ...column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
}

class Filler {
  constructor(
    private readonly db: pg.Client,
    private readonly tables: Tables,
    private readonly own: Owner,
    private readonly size: typeof SIZE,
  ) {}

  async fill(table: string, wall: string): Promise<void> {
    const { db, own, size } = this;
    const columns = this.tables.get(table) ?? [];
    const ofUser = wall === 'user_id';
    const values = columns.map((column) => {
      if (column.name === wall) return ofUser ? this.user('n') : 'o.id';
      if (column.name === 'workspace_id') return 'o.id';
      return this.nth(table, column);
    });
    const into = (orgs: string, count: number) =>
      db.query(
        `INSERT INTO ${table} (${columns.map(({ name }) => name)}) SELECT ${values}
          FROM (SELECT * FROM ${table} WHERE ${wall} = $1 LIMIT 1) s
          CROSS JOIN (${orgs}) o CROSS JOIN generate_series(1::bigint, ${count}) n`,
        [ofUser ? own.userId : own.orgId],
      );
    const many = this.many(table);
    await into(`SELECT '${own.orgId}'::uuid AS id`, many);
    if (!ofUser) await into(`SELECT id FROM org WHERE id <> '${own.orgId}'`, Math.min(size.others, many));
  }

  private many(table: string): number {
    return Math.min(FEW[table] ?? this.size.big, this.size.big);
  }

  /** What stands in the n-th row of the org `o`, beside the sample `s`. */
  private nth(table: string, { name, type, unique, to }: Column): string {
    const asked = ASKED[`${table}.${name}`];
    if (asked) return asked;
    const same = `s.${name}`;
    const other = (value: string) => `CASE WHEN ${same} IS NOT NULL THEN ${value} END`;
    if (to) return other(this.idOf(to.table, to.column, `(n % ${this.many(to.table)} + 1)`));
    if (unique && type === 'uuid') return other(`pg_temp.own_id('${table}', o.id, n)`);
    if (unique && type === 'bytea') return other(`sha256(('${table}' || o.id || n)::bytea)`);
    if (unique && (type === 'integer' || type === 'bigint')) return other('n + 1000');
    if (unique && type === 'date') return other(`date '2020-01-01' + n::int`);
    if (unique && type === 'text') return other(`${same} || '-' || left(md5(o.id::text), 8) || n`);
    if (name === 'name' || name === 'name_key') return other(`${same} || ' ' || md5(n::text)`);
    if (type === 'timestamp with time zone') return other(`${same} - n * interval '1 second'`);
    return same;
  }

  /** The id of the n-th row of a table in the org `o`: where it is itself one of another table, that one's. */
  private idOf(table: string, column: string, n: string): string {
    if (table === 'membership' || table === 'app_user') return this.user(n);
    if (table === 'org') return 'o.id';
    if (table === 'invitation') return `pg_temp.id('invitation', 2 * (${n} % ${this.size.big / 2}))`;
    const to = this.tables.get(table)?.find(({ name }) => name === column)?.to;
    return to ? this.idOf(to.table, to.column, n) : `pg_temp.own_id('${table}', o.id, ${n})`;
  }

  private user(n: string): string {
    return `pg_temp.id('user', 1 + (${n}) % ${this.size.big})`;
  }
}
