import type { Planted } from './planted';

/** Roles, rights, functions and the shape of the rest. */
export const PLANTED_RIGHTS: readonly Planted[] = [
  {
    rules: ['roles-plain'],
    name: 'an app that passes every wall',
    sql: 'ALTER ROLE rowhouse_app BYPASSRLS',
    asSuperuser: true,
  },
  {
    rules: ['roles-plain'],
    name: 'an app that makes roles',
    sql: 'ALTER ROLE rowhouse_app CREATEROLE',
    asSuperuser: true,
  },
  {
    rules: ['roles-plain'],
    name: 'a gate that can be signed in to',
    sql: 'ALTER ROLE rowhouse_gate LOGIN',
    asSuperuser: true,
  },
  {
    rules: ['roles-apart'],
    name: 'an app that is the owner',
    sql: 'GRANT rowhouse_owner TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['roles-apart'],
    name: 'an app that is the gate',
    sql: 'GRANT rowhouse_gate TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['roles-apart'],
    name: 'an app that sees everybody’s queries',
    sql: 'GRANT pg_monitor TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['app-rights'],
    name: 'an app that truncates',
    sql: 'GRANT TRUNCATE ON membership TO rowhouse_app',
  },
  { rules: ['app-rights'], name: 'everybody reads', sql: 'GRANT SELECT ON membership TO PUBLIC' },
  {
    rules: ['app-rights'],
    name: 'an app that rewrites migrations’ books',
    sql: 'GRANT UPDATE ON _prisma_migrations TO rowhouse_app',
  },
  {
    rules: ['app-rights'],
    name: 'a right to one column',
    sql: 'GRANT REFERENCES (id) ON org TO rowhouse_app',
  },
  {
    rules: ['append-only'],
    name: 'a log that can be edited',
    sql: 'GRANT UPDATE (reason) ON audit_event TO rowhouse_app; REVOKE UPDATE (reason) ON audit_event FROM rowhouse_app; GRANT UPDATE ON audit_event TO rowhouse_app',
  },
  {
    rules: ['append-only', 'gate-rights'],
    name: 'a log that the gate can rewrite',
    sql: 'GRANT UPDATE (action) ON audit_event TO rowhouse_gate',
  },
  {
    rules: ['chain-closed'],
    name: 'a link of the chain that the app makes up',
    sql: 'GRANT INSERT ON audit_link TO rowhouse_app',
  },
  {
    rules: ['chain-closed', 'triggers-on'],
    name: 'a log that is written without its chain',
    sql: 'ALTER TABLE audit_event DISABLE TRIGGER chain_audit_event',
  },
  {
    rules: ['read-only'],
    name: 'a routing log that the app writes itself',
    sql: 'GRANT INSERT ON routing_decision TO rowhouse_app',
  },
  {
    rules: ['read-only', 'gate-rights'],
    name: 'a routing log that the gate can rewrite',
    sql: 'GRANT UPDATE (outcome, reason) ON routing_decision TO rowhouse_gate',
  },
  {
    rules: ['ownership', 'app-rights'],
    name: 'a table of the app’s own',
    sql: 'ALTER TABLE handover OWNER TO rowhouse_app; GRANT TRIGGER ON handover TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['ownership'],
    name: 'a function of the superuser’s',
    sql: 'ALTER FUNCTION isolate(regclass, name) OWNER TO CURRENT_USER',
    asSuperuser: true,
  },
  {
    rules: ['schema-closed'],
    name: 'a gate that makes tables',
    sql: 'GRANT CREATE ON SCHEMA public TO rowhouse_gate',
  },
  { rules: ['schema-closed'], name: 'a schema beside', sql: 'CREATE SCHEMA side' },
  {
    rules: ['schema-closed'],
    name: 'a worker that makes tables beside the product’s',
    sql: 'GRANT CREATE ON SCHEMA public TO rowhouse_worker',
  },
  {
    rules: ['roles-plain'],
    name: 'a worker that passes every wall',
    sql: 'ALTER ROLE rowhouse_worker BYPASSRLS',
    asSuperuser: true,
  },
  {
    rules: ['roles-apart'],
    name: 'a worker that is the app',
    sql: 'GRANT rowhouse_app TO rowhouse_worker',
    asSuperuser: true,
  },
  {
    rules: ['app-rights'],
    name: 'a worker that reads members',
    sql: 'GRANT SELECT ON membership TO rowhouse_worker',
  },
  {
    rules: ['queue-closed'],
    name: 'an app that puts jobs into the queue',
    sql: 'GRANT USAGE ON SCHEMA graphile_worker TO rowhouse_app',
  },
  {
    rules: ['queue-closed'],
    name: 'a queue that the worker may open to others',
    sql: 'GRANT USAGE ON SCHEMA graphile_worker TO rowhouse_worker WITH GRANT OPTION',
  },
  {
    rules: ['queue-closed'],
    name: 'a table of the owner’s in the queue',
    sql: 'CREATE TABLE graphile_worker.note (text text)',
  },
  {
    rules: ['queue-closed'],
    name: 'a queue that is gone',
    sql: 'DROP SCHEMA graphile_worker CASCADE',
  },
  {
    rules: ['database-closed'],
    name: 'an app that makes temporary tables',
    sql: `DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO rowhouse_app', current_database()); END $$`,
  },
  {
    rules: ['server-closed'],
    name: 'a maintenance database that everybody may enter',
    sql: 'GRANT CONNECT ON DATABASE postgres TO PUBLIC',
    asSuperuser: true,
  },
  {
    rules: ['no-large-objects'],
    name: 'an app that makes large objects',
    sql: 'GRANT EXECUTE ON FUNCTION lo_create(oid) TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['settings-kept'],
    name: 'an app that waits as long as it likes',
    sql: 'ALTER ROLE rowhouse_app SET default_transaction_deferrable = on',
    asSuperuser: true,
  },
  {
    rules: ['no-default-rights'],
    name: 'rights for tables to come',
    sql: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO rowhouse_app',
  },
  {
    rules: ['no-preset-scope'],
    name: 'an organization set beforehand',
    sql: `ALTER ROLE rowhouse_app SET app.ticket = '00000000-0000-7000-8000-000000000000'`,
    asSuperuser: true,
  },
  {
    rules: ['no-preset-scope'],
    name: 'a function that sets a scope of its own',
    sql: `ALTER FUNCTION refuse_org_change() SET app.ticket = '00000000-0000-7000-8000-000000000000'`,
    asSuperuser: true,
  },
  {
    rules: ['definers-listed', 'functions-pinned'],
    name: 'a function with its owner’s rights',
    sql: `CREATE FUNCTION everybody() RETURNS SETOF app_user LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM app_user';
      REVOKE EXECUTE ON FUNCTION everybody() FROM PUBLIC`,
  },
  {
    rules: ['definers-listed'],
    name: 'a function of the gate that another owns',
    sql: 'ALTER FUNCTION my_orgs() OWNER TO rowhouse_owner',
    asSuperuser: true,
  },
  {
    rules: ['definers-listed'],
    name: 'a function that is gone',
    sql: 'DROP FUNCTION host_info(text)',
    asSuperuser: true,
  },
  {
    rules: ['functions-pinned'],
    name: 'a function that looks where its caller says',
    sql: 'ALTER FUNCTION my_orgs() RESET search_path',
    asSuperuser: true,
  },
  {
    rules: ['functions-pinned'],
    name: 'a plain function that looks where its caller says',
    sql: 'ALTER FUNCTION audit_hash(bytea, bigint, audit_event) RESET search_path',
  },
  {
    rules: ['definers-ask'],
    name: 'a search that takes any organization',
    sql: `CREATE OR REPLACE FUNCTION search_members(p_org uuid, p_query text, p_limit int) RETURNS TABLE (user_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
      'BEGIN RETURN QUERY SELECT m.user_id FROM membership m WHERE m.org_id = p_org LIMIT p_limit; END'`,
    asSuperuser: true,
  },
  {
    rules: ['definers-ask'],
    name: 'an entrance without a session',
    sql: `CREATE OR REPLACE FUNCTION enter_user(p_user uuid, p_session uuid)
      RETURNS TABLE (user_id uuid, name text, email text, verified boolean, seen_at timestamptz, ticket text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
      'BEGIN ticket := issue_ticket(NULL, NULL, p_user, ''person'', p_session); RETURN NEXT; END'`,
    asSuperuser: true,
  },
  {
    rules: ['definers-ask'],
    name: 'a search that believes a setting',
    sql: `CREATE OR REPLACE FUNCTION search_members(p_org uuid, p_query text, p_limit int) RETURNS TABLE (user_id uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
      'BEGIN PERFORM scoped_org(); RETURN QUERY SELECT m.user_id FROM membership m WHERE m.org_id = current_setting(''app.org_id'')::uuid; END'`,
    asSuperuser: true,
  },
  {
    rules: ['definers-listed'],
    name: 'an app that enters as a job',
    sql: 'GRANT EXECUTE ON FUNCTION enter_org_as_job(uuid) TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['definers-listed'],
    name: 'an app that looks accounts up',
    sql: 'GRANT EXECUTE ON FUNCTION sign_in_lookup(text) TO rowhouse_app',
    asSuperuser: true,
  },
  {
    rules: ['app-rights'],
    name: 'an app that reads the keys',
    sql: 'GRANT SELECT ON ticket_key TO rowhouse_auth',
  },
  {
    rules: ['functions-closed'],
    name: 'a function that everybody may call',
    sql: `CREATE FUNCTION hello() RETURNS text LANGUAGE sql SET search_path = pg_catalog, pg_temp AS 'SELECT ''hello'''`,
  },
  {
    rules: ['functions-closed'],
    name: 'an app that isolates tables itself',
    sql: 'GRANT EXECUTE ON FUNCTION isolate(regclass, name) TO rowhouse_app',
  },
  {
    rules: ['gate-rights'],
    name: 'a gate that reads all of a person',
    sql: 'GRANT SELECT ON app_user TO rowhouse_gate',
  },
  {
    rules: ['gate-rights'],
    name: 'a gate that changes roles',
    sql: 'GRANT UPDATE (role) ON membership TO rowhouse_gate',
  },
  {
    rules: ['views-invoke'],
    name: 'a view with its owner’s rights',
    sql: 'CREATE VIEW people WITH (security_barrier) AS SELECT user_id, name FROM membership',
  },
  {
    rules: ['no-unwallable'],
    name: 'a materialised view',
    sql: 'CREATE MATERIALIZED VIEW people AS SELECT 1 AS n',
  },
  { rules: ['no-sequences'], name: 'a number that counts everybody', sql: 'CREATE SEQUENCE invoice_number' },
  {
    rules: ['leakproof-types'],
    name: 'an enum',
    sql: `CREATE TYPE status AS ENUM ('open', 'closed')`,
  },
  {
    rules: ['leakproof-types'],
    name: 'a function declared leakproof',
    sql: 'ALTER FUNCTION refuse_org_change() LEAKPROOF',
    asSuperuser: true,
  },
  {
    rules: ['secrets-hashed', 'models-match'],
    name: 'a secret in the clear',
    sql: 'ALTER TABLE org ADD COLUMN webhook_secret text',
  },
  {
    rules: ['secrets-hashed', 'models-match'],
    name: 'bytes of a secret',
    sql: 'ALTER TABLE org ADD COLUMN api_token bytea',
  },
  {
    rules: ['models-match'],
    name: 'a column that no model has',
    sql: 'ALTER TABLE org ADD COLUMN note text',
  },
  {
    rules: ['models-match'],
    name: 'a column that the database hasn’t got',
    sql: 'ALTER TABLE audit_event DROP COLUMN reason',
  },
];
