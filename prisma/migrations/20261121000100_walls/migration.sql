-- THE RULE. A row of an org is seen, written, changed and removed only inside a transaction whose scope is
-- that org: current_setting('app.org_id'), set locally. With no scope the setting is missing or empty and the
-- cast raises: no rows by error, never by silence. The table's owner is bound by it too (FORCE).
--
-- isolate(table) puts one table behind that wall:
--   * row-level security on and forced; one permissive and one restrictive policy of the same text, so that a
--     policy added later can widen nothing;
--   * org_id not null, not the nil uuid, never changed;
--   * the app's role may select, insert, update and delete, nothing else; PUBLIC nothing.
-- A new tenant table is one line in its migration: SELECT isolate('contact');
CREATE FUNCTION isolate(tbl regclass, org_column name DEFAULT 'org_id') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule text := format('%I = current_setting(''app.org_id'')::uuid', org_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('CREATE POLICY org_reach ON %s AS PERMISSIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('CREATE POLICY org_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', tbl, org_column);
  EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%I <> ''00000000-0000-0000-0000-000000000000'')',
    tbl, (SELECT relname FROM pg_class WHERE oid = tbl) || '_org_named', org_column);
  EXECUTE format('CREATE TRIGGER keep_org BEFORE UPDATE ON %s FOR EACH ROW WHEN (OLD.%I IS DISTINCT FROM NEW.%I) EXECUTE FUNCTION refuse_org_change()',
    tbl, org_column, org_column);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, rowhouse_app', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rowhouse_app', tbl);
END $$;

CREATE FUNCTION refuse_org_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a row of % stays in its organization', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

-- A row of a user is reached only in that user's own scope (app.user_id), by the same pair of policies.
CREATE FUNCTION isolate_user(tbl regclass, user_column name DEFAULT 'user_id') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule text := format('%I = current_setting(''app.user_id'')::uuid', user_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('CREATE POLICY user_reach ON %s AS PERMISSIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('CREATE POLICY user_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, rowhouse_app', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rowhouse_app', tbl);
END $$;

REVOKE EXECUTE ON FUNCTION isolate(regclass, name), isolate_user(regclass, name), refuse_org_change() FROM PUBLIC;

SELECT isolate('org', 'id');
SELECT isolate('org_host');
SELECT isolate('membership');
SELECT isolate('invitation');
SELECT isolate('audit_event');
-- The audit log is append-only for the app.
REVOKE UPDATE, DELETE ON audit_event FROM rowhouse_app;

SELECT isolate_user('app_user', 'id');
SELECT isolate_user('session');
SELECT isolate_user('mail_token');
SELECT isolate_user('handover');

-- Attempt counters belong to nobody: keys are keyed hashes, values are counts.
REVOKE ALL ON rate_limit FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limit TO rowhouse_app;
