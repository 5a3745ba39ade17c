import type { Model } from '../models';

/** Runs SQL on one connection and gives its rows. */
export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** One rule over the catalogue of a migrated database. */
export type CatalogueRule = {
  readonly id: string;
  /** One line: what holds while this rule finds nothing. */
  readonly promise: string;
  /** What to do instead. */
  readonly instead: string;
  check(query: Query, models: readonly Model[]): Promise<CatalogueHit[]>;
};

/** An object of the database that breaks a rule, and what is wrong with it. */
export type CatalogueHit = { at: string; what: string };

type Words = Pick<CatalogueRule, 'id' | 'promise' | 'instead'>;

/** A rule that is one query: each row it gives (`at`, `what`) is a hit. `{{tables}}` stands for TABLES. */
export const sqlRule = (words: Words, text: string, values: () => unknown[] = () => []): CatalogueRule => ({
  ...words,
  check: async (query) =>
    (await query(text.replace('{{tables}}', TABLES), values())).map(({ at, what }) => ({
      at: String(at),
      what: String(what),
    })),
});

/** Tables of one person each: walled by the person’s ticket. */
export const USER_TABLES: Record<string, string> = {
  app_user: 'id',
  session: 'user_id',
  mail_token: 'user_id',
  user_identity: 'user_id',
  handover: 'user_id',
  user_token: 'user_id',
};

/** Tables of nobody, each with the reason why no wall is needed. */
export const GLOBAL_TABLES: Record<string, string> = {
  rate_limit: 'attempt counters: keyed hashes and numbers, no organization’s data',
  ticket_key:
    'keys that tickets are signed with; forced row security without a policy, so the gate alone reads it',
  _prisma_migrations: 'which migrations ran; the app has no right to it',
};

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const rows = (pairs: [string, string][]) => pairs.map(([a, b]) => `(${quote(a)}, ${quote(b)})`).join(', ');

/**
 * Every table of the product, partitions included: `kind` (org, user, global, unknown) and `owner`, the column
 * that says whose a row is; `in_workspace`: it says in which workspace of its org, too.
 */
const TABLES = `
  tables AS (
    SELECT c.oid, c.relname::text AS name, c.relkind AS relkind, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
      CASE WHEN c.relname = 'org' OR t.org THEN 'org' WHEN u.owner IS NOT NULL THEN 'user' WHEN g.name IS NOT NULL THEN 'global'
        ELSE 'unknown' END AS kind,
      CASE WHEN c.relname = 'org' THEN 'id' WHEN t.org THEN 'org_id' ELSE u.owner END AS owner,
      EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped) AS in_workspace
    FROM pg_class c
      CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id'
        AND NOT a.attisdropped) AS org) t
      LEFT JOIN (VALUES ${rows(Object.entries(USER_TABLES))}) u(name, owner) ON u.name = c.relname
      LEFT JOIN (VALUES ${rows(Object.entries(GLOBAL_TABLES))}) g(name, reason) ON g.name = c.relname
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  )`;

/** Objects that came with an extension are not ours. */
export const NOT_OF_EXTENSION = (oid: string) =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e')`;
