import { NOT_OF_EXTENSION, sqlRule } from './rule';

export const rolesPlain = sqlRule(
  {
    id: 'roles-plain',
    promise: 'The product’s roles can do what they are for, and nothing else.',
    instead: 'Put the role back as scripts/lib/pg/roles.mjs makes it.',
  },
  `SELECT wanted.name AS at, format('it is %s', coalesce(actual.is, 'not there')) AS what
   FROM (VALUES ('rowhouse_owner', 'createdb'), ('rowhouse_migrator', 'login createdb'), ('rowhouse_app', 'login noinherit'), ('rowhouse_auth', 'login noinherit'), ('rowhouse_worker', 'login noinherit'),
     ('rowhouse_gate', 'noinherit bypassrls')) wanted(name, "is")
   LEFT JOIN (SELECT rolname::text AS name, concat_ws(' ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcanlogin THEN 'login' END,
     CASE WHEN NOT rolinherit THEN 'noinherit' END, CASE WHEN rolcreatedb THEN 'createdb' END, CASE WHEN rolcreaterole THEN 'createrole' END,
     CASE WHEN rolreplication THEN 'replication' END, CASE WHEN rolbypassrls THEN 'bypassrls' END) AS "is" FROM pg_roles) actual
     ON actual.name = wanted.name
   WHERE actual."is" IS DISTINCT FROM wanted."is"`,
);

export const rolesApart = sqlRule(
  {
    id: 'roles-apart',
    promise:
      'App, auth, and worker are members of no role; only the migrator acts as the owner, and only the owner for the gate.',
    instead: 'REVOKE the membership.',
  },
  // A superuser of the server may have made itself a member: it can do anything as it is.
  `SELECT m.rolname AS at, format('it is a member of %s', g.rolname) AS what
   FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
   WHERE (g.rolname LIKE 'rowhouse\\_%' OR m.rolname LIKE 'rowhouse\\_%')
     AND (g.rolname, m.rolname) NOT IN (('rowhouse_owner', 'rowhouse_migrator'), ('rowhouse_gate', 'rowhouse_owner'))
     AND NOT (g.rolname = 'rowhouse_owner' AND (m.rolsuper OR m.rolcreaterole))
     AND NOT (m.rolcreaterole AND a.admin_option AND NOT m.rolname LIKE 'rowhouse\\_%')`,
);

export const appRights = sqlRule(
  {
    id: 'app-rights',
    promise:
      'The app may select, insert, update and delete rows of walled tables, nothing more, and nobody else may.',
    instead: 'Leave grants to isolate() and isolate_user().',
  },
  `WITH {{tables}}, held AS (
     SELECT t.name, t.kind, x.grantee, x.privilege_type, x.is_grantable FROM tables t CROSS JOIN LATERAL aclexplode(t.relacl) x
   )
   SELECT name AS at, format('%s may %s', CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
     lower(privilege_type) || CASE WHEN is_grantable THEN ' and grant it on' ELSE '' END) AS what
   FROM held WHERE grantee <> 'rowhouse_owner'::regrole AND grantee <> 'rowhouse_gate'::regrole AND NOT (
     grantee = 'rowhouse_app'::regrole AND name <> '_prisma_migrations' AND NOT is_grantable
     AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
   UNION ALL
   SELECT format('%s.%s', a.attrelid::regclass, a.attname), format('%s has a right to this column alone',
     CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END)
   FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid CROSS JOIN LATERAL aclexplode(a.attacl) x
   WHERE x.grantee NOT IN ('rowhouse_owner'::regrole, 'rowhouse_gate'::regrole)`,
);

/** Tables that the app only adds to. */
const APPEND_ONLY = ['audit_event', 'audit_link'];

export const appendOnly = sqlRule(
  {
    id: 'append-only',
    promise:
      'What happened stays: nobody changes a line of the audit log, and only prune_audit removes what is too old.',
    instead:
      'REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM rowhouse_app, UPDATE, TRUNCATE from rowhouse_gate.',
  },
  `SELECT r.role || ' on ' || t.name AS at, 'it may ' || lower(p.privilege) AS what
   FROM unnest($1::text[]) t(name) CROSS JOIN (VALUES ('rowhouse_app'), ('rowhouse_auth'), ('rowhouse_gate'), ('rowhouse_worker')) r(role)
     CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) p(privilege)
   WHERE (r.role <> 'rowhouse_gate' OR p.privilege <> 'DELETE')
     AND (has_table_privilege(r.role, t.name, p.privilege)
       OR (p.privilege = 'UPDATE' AND has_any_column_privilege(r.role, t.name, 'UPDATE')))`,
  () => [APPEND_ONLY],
);

export const chainClosed = sqlRule(
  {
    id: 'chain-closed',
    promise: 'Every event gets its place in the chain from the database; the app only reads the chain.',
    instead:
      'Leave the trigger chain_audit_event as it is; REVOKE INSERT, UPDATE, DELETE ON audit_mark, audit_link, audit_unsealed FROM rowhouse_app.',
  },
  `SELECT r.role || ' on ' || t.name AS at, 'it may ' || lower(p.privilege) AS what
   FROM (VALUES ('audit_mark'), ('audit_link'), ('audit_unsealed')) t(name) CROSS JOIN (VALUES ('rowhouse_app'), ('rowhouse_auth'), ('rowhouse_worker')) r(role)
     CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) p(privilege)
   WHERE has_table_privilege(r.role, t.name, p.privilege)
     AND NOT (t.name = 'audit_link' AND p.privilege <> 'INSERT')
   UNION ALL
   SELECT 'audit_event', 'its events are not chained' WHERE NOT EXISTS (
     SELECT 1 FROM pg_trigger g WHERE g.tgrelid = 'public.audit_event'::regclass AND g.tgname = 'chain_audit_event'
       AND g.tgenabled IN ('O', 'A') AND g.tgdeferrable AND g.tginitdeferred AND g.tgfoid = 'public.chain_audit_event()'::regprocedure)`,
);

/** Tables whose lines come through the gate, and go by age alone: the app reads them. */
const READ_ONLY = ['routing_decision'];

export const readOnly = sqlRule(
  {
    id: 'read-only',
    promise: 'The app adds no line to the routing log, changes none and removes none; nobody changes one.',
    instead:
      'REVOKE INSERT, UPDATE, DELETE ON routing_decision FROM rowhouse_app; lines come by log_routing.',
  },
  `SELECT r.role || ' on ' || t.name AS at, 'it may ' || lower(p.privilege) AS what
   FROM unnest($1::text[]) t(name) CROSS JOIN (VALUES ('rowhouse_app'), ('rowhouse_auth'), ('rowhouse_worker'), ('rowhouse_gate')) r(role)
     CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) p(privilege)
   WHERE (r.role <> 'rowhouse_gate' OR p.privilege IN ('UPDATE', 'TRUNCATE'))
     AND (has_table_privilege(r.role, t.name, p.privilege)
       OR (p.privilege IN ('INSERT', 'UPDATE') AND has_any_column_privilege(r.role, t.name, p.privilege)))`,
  () => [READ_ONLY],
);

export const ownership = sqlRule(
  {
    id: 'ownership',
    promise: 'The owner owns every table and plain function: not the app, not whoever ran the migration.',
    instead: 'Run migrations as rowhouse_migrator, which acts as rowhouse_owner.',
  },
  `SELECT c.relname AS at, format('%s owns it', c.relowner::regrole) AS what FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
       AND c.relowner <> 'rowhouse_owner'::regrole AND ${NOT_OF_EXTENSION('c.oid')}
   UNION ALL
   SELECT p.oid::regprocedure::text, format('%s owns it', p.proowner::regrole) FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace AND NOT p.prosecdef AND p.proowner <> 'rowhouse_owner'::regrole
       AND ${NOT_OF_EXTENSION('p.oid')}`,
);

export const schemaClosed = sqlRule(
  {
    id: 'schema-closed',
    promise:
      'There is one schema beside the queue’s, in which neither PUBLIC, the app, the worker nor the gate can make anything.',
    instead:
      'REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE CREATE … FROM rowhouse_gate at the migration’s end.',
  },
  `SELECT n.nspname AS at, format('%s may %s in it', CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END,
      lower(x.privilege_type)) AS what
   FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x WHERE n.nspname = 'public'
     AND (x.grantee = 0 OR (x.grantee IN ('rowhouse_app'::regrole, 'rowhouse_auth'::regrole, 'rowhouse_gate'::regrole, 'rowhouse_worker'::regrole) AND x.privilege_type = 'CREATE'))
   UNION ALL
   SELECT nspname, 'another schema' FROM pg_namespace WHERE nspname NOT IN ('public', 'graphile_worker', 'information_schema') AND nspname NOT LIKE 'pg\\_%'`,
);

export const queueClosed = sqlRule(
  {
    id: 'queue-closed',
    promise:
      'Only the worker may enter the queue’s schema, which is the owner’s; what is in it is the worker’s.',
    instead: 'REVOKE ALL ON SCHEMA graphile_worker FROM …; let the worker itself make what is in it.',
  },
  `SELECT n.nspname AS at, format('%s may %s in it', CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END,
      lower(x.privilege_type)) AS what
   FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x WHERE n.nspname = 'graphile_worker'
     AND (x.grantee NOT IN ('rowhouse_owner'::regrole, 'rowhouse_worker'::regrole) OR (x.is_grantable AND x.grantee <> n.nspowner))
   UNION ALL
   SELECT w.name, coalesce(format('%s owns it', n.nspowner::regrole), 'it is not there') FROM (VALUES ('graphile_worker')) w(name)
     LEFT JOIN pg_namespace n ON n.nspname = w.name WHERE n.nspowner IS DISTINCT FROM 'rowhouse_owner'::regrole
   UNION ALL
   SELECT format('graphile_worker.%s', c.relname), format('%s owns it', c.relowner::regrole) FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'graphile_worker' AND c.relowner <> 'rowhouse_worker'::regrole
   UNION ALL
   SELECT p.oid::regprocedure::text, 'it runs with its owner’s rights' FROM pg_proc p
     JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'graphile_worker' AND p.prosecdef`,
);

export const databaseClosed = sqlRule(
  {
    id: 'database-closed',
    promise:
      'App and worker may connect to the database and make nothing in it, not even a temporary table; PUBLIC may not connect.',
    instead: 'REVOKE ALL ON DATABASE … FROM PUBLIC; GRANT CONNECT to the app and the worker alone.',
  },
  `SELECT d.datname AS at, format('%s may %s', r.name, lower(p.privilege)) AS what
   FROM pg_database d CROSS JOIN (VALUES ('rowhouse_app'), ('rowhouse_auth'), ('rowhouse_gate'), ('rowhouse_worker')) r(name)
     CROSS JOIN (VALUES ('CREATE'), ('TEMPORARY')) p(privilege)
   WHERE d.datname = current_database() AND has_database_privilege(r.name, d.oid, p.privilege)
   UNION ALL
   SELECT d.datname, 'PUBLIC may connect' FROM pg_database d WHERE d.datname = current_database()
     AND EXISTS (SELECT 1 FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x WHERE x.grantee = 0)`,
);

export const serverClosed = sqlRule(
  {
    id: 'server-closed',
    promise: 'The product’s roles can connect to no other database of the server by PUBLIC’s right.',
    instead: 'REVOKE ALL ON DATABASE … FROM PUBLIC, as scripts/lib/pg/database-rights.mjs does.',
  },
  `SELECT d.datname AS at, 'PUBLIC may ' || lower(x.privilege_type) AS what
   FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) x
   WHERE x.grantee = 0 AND d.datallowconn AND d.datname IN ('postgres', 'template1')`,
);

export const noLargeObjects = sqlRule(
  {
    id: 'no-large-objects',
    promise: 'Nobody makes or reads a large object: it has no organization and no policy.',
    instead: 'REVOKE EXECUTE ON FUNCTION lo_… FROM PUBLIC; keep bytes in a walled table.',
  },
  `SELECT p.oid::regprocedure::text AS at, r.name || ' may call it' AS what
   FROM pg_proc p CROSS JOIN (VALUES ('rowhouse_app'), ('rowhouse_auth'), ('rowhouse_worker'), ('rowhouse_gate')) r(name)
   WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite'))
     AND has_function_privilege(r.name, p.oid, 'EXECUTE')`,
);

/** The settings that scripts/lib/pg/roles.mjs gives to roles. */
const SETTINGS = ['role', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

export const settingsKept = sqlRule(
  {
    id: 'settings-kept',
    promise:
      'A role has the settings that it was given and no others. It may change its own, which no right prevents.',
    instead: 'ALTER ROLE … RESET ALL, then start once with DATABASE_URL, or set what .env.example says.',
  },
  `SELECT s.setrole::regrole::text AS at, format('it sets %s', c) AS what
   FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c
   WHERE s.setrole <> 0 AND s.setrole::regrole::text LIKE 'rowhouse\\_%'
     AND NOT (s.setdatabase = 0 AND split_part(c, '=', 1) = ANY ($1::text[])) AND split_part(c, '=', 1) !~ '^(app\\.|row_security|search_path|session_replication_role)'`,
  () => [SETTINGS],
);

export const noDefaultRights = sqlRule(
  {
    id: 'no-default-rights',
    promise: 'A new table gives nobody a right until isolate() does.',
    instead: 'Take back the ALTER DEFAULT PRIVILEGES.',
  },
  `SELECT format('default privileges of %s', d.defaclrole::regrole) AS at, format('on objects of kind %s: %s', d.defaclobjtype, d.defaclacl) AS what
   FROM pg_default_acl d`,
);

export const noPresetScope = sqlRule(
  {
    id: 'no-preset-scope',
    promise:
      'No scope is set beforehand, for a role, a database or a function: without a scope, queries fail.',
    instead: 'ALTER ROLE … RESET ALL, ALTER DATABASE … RESET ALL; scopes are set by lib/db alone.',
  },
  `SELECT coalesce(nullif(s.setrole, 0)::regrole::text, 'the database') AS at, format('it presets %s', c) AS what
   FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) c
   WHERE (s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))
     AND split_part(c, '=', 1) ~ '^(app\\.|row_security|search_path|session_replication_role)'
     AND (s.setrole = 0 OR s.setrole::regrole::text LIKE 'rowhouse\\_%')
   UNION ALL
   SELECT p.oid::regprocedure::text, format('it presets %s', c) FROM pg_proc p CROSS JOIN LATERAL unnest(p.proconfig) c
   WHERE p.pronamespace = 'public'::regnamespace AND split_part(c, '=', 1) ~ '^(app\\.|row_security|session_replication_role|role)'`,
);
