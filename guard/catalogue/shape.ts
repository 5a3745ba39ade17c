import { type CatalogueRule, NOT_OF_EXTENSION, sqlRule } from './rule';

export const viewsInvoke = sqlRule(
  {
    id: 'views-invoke',
    promise: 'A view reads with the rights of whoever asks, so the policies of its tables hold.',
    instead: 'CREATE VIEW … WITH (security_invoker = true).',
  },
  `SELECT c.relname AS at, 'it reads with its owner’s rights' AS what FROM pg_class c
   WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('c.oid')}
     AND NOT EXISTS (SELECT 1 FROM unnest(c.reloptions) o WHERE o IN ('security_invoker=true', 'security_invoker=on', 'security_invoker=1'))`,
);

export const noUnwallable = sqlRule(
  {
    id: 'no-unwallable',
    promise: 'No materialised view and no foreign table: policies don’t reach them.',
    instead: 'Use a table with isolate(…), filled by a job.',
  },
  `SELECT c.relname AS at, CASE c.relkind WHEN 'm' THEN 'a materialised view' ELSE 'a foreign table' END AS what
   FROM pg_class c WHERE c.relkind IN ('m', 'f') AND c.relnamespace = 'public'::regnamespace`,
);

export const noSequences = sqlRule(
  {
    id: 'no-sequences',
    promise: 'No number counts across organizations: ids are UUIDs v7.',
    instead: 'Use a uuid that newId() makes; count inside the organization where a number is wanted.',
  },
  `SELECT c.relname AS at, 'a sequence' AS what FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
   UNION ALL
   SELECT format('%s.%s', a.attrelid::regclass, a.attname), 'an identity column' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
   WHERE a.attidentity <> '' AND c.relnamespace = 'public'::regnamespace`,
);

export const leakproofTypes = sqlRule(
  {
    id: 'leakproof-types',
    promise:
      'No enum, and no function declared leakproof by hand: under the policies an enum reaches no index.',
    instead: 'Use text with a CHECK.',
  },
  `SELECT t.typname AS at, 'an enum' AS what FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace = 'public'::regnamespace
   UNION ALL
   SELECT p.oid::regprocedure::text, 'declared leakproof' FROM pg_proc p
   WHERE p.proleakproof AND p.pronamespace = 'public'::regnamespace AND ${NOT_OF_EXTENSION('p.oid')}`,
);

/** Columns whose names say secret and that hold none, or hold it in a form of its own. */
const NO_SECRET: Record<string, string> = {
  'app_user.password_hash': 'an Argon2 hash in its own text form',
};

export const secretsHashed = sqlRule(
  {
    id: 'secrets-hashed',
    promise: 'A column that is named for a secret holds its hash or its cipher, as bytes.',
    instead: 'Store SHA-256 of it in a bytea column that is named …_hash (or the cipher, …_cipher).',
  },
  `WITH {{tables}} SELECT format('%s.%s', t.name, a.attname) AS at, format('a secret as %s', format_type(a.atttypid, a.atttypmod)) AS what
   FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE a.attname ~ '(secret|token|password|api_key|private_key|credential|verifier)' AND a.atttypid <> 'bytea'::regtype
     AND a.atttypid NOT IN ('uuid'::regtype, 'timestamptz'::regtype, 'int4'::regtype, 'bool'::regtype)
     AND NOT (format('%s.%s', t.name, a.attname) = ANY ($1::text[]))
   UNION ALL
   SELECT format('%s.%s', t.name, a.attname), 'bytes of a secret that is named neither hash nor cipher'
   FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE a.attname ~ '(secret|token|password|api_key|private_key|credential|verifier)' AND a.atttypid = 'bytea'::regtype
     AND a.attname !~ '_(hash|cipher)$'`,
  () => [Object.keys(NO_SECRET)],
);

export const modelsMatch: CatalogueRule = {
  id: 'models-match',
  promise: 'The database has the tables and columns of the Prisma schema, and no others.',
  instead: 'Write the migration and the model together: npx prisma migrate dev.',
  async check(query, models) {
    const rows = await query(`
      SELECT c.relname AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'`);
    const actual = new Set(rows.map((row) => `${row.table}.${row.column}`));
    const wanted = new Set(
      models.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)),
    );
    return [
      ...[...actual].filter((one) => !wanted.has(one)).map((at) => ({ at, what: 'no model has it' })),
      ...[...wanted]
        .filter((one) => !actual.has(one))
        .map((at) => ({ at, what: 'the database hasn’t got it' })),
    ];
  },
};
