-- Deleting an organization. org.deleted_at takes it from everybody's sight at once: every door of the gate looks at it.
-- For 30 days an owner of it may bring it back, as it was; then the worker purges it. Its hosts and its slug are rows
-- like all others, so they stay held until then.
GRANT SELECT (deleted_by), DELETE ON org TO rowhouse_gate;

-- What is counted when an organization is deleted or purged is every table that has an org_id, as the catalogue has
-- them: the gate may see whose a row is, and no more of it. isolate() says so for each table to come.
CREATE OR REPLACE FUNCTION isolate(tbl regclass, org_column name DEFAULT 'org_id') RETURNS void
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
  EXECUTE format('GRANT SELECT (%I) ON %s TO rowhouse_gate', org_column, tbl);
END $$;
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT a.attrelid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'org_id' AND NOT a.attisdropped
  LOOP
    EXECUTE format('GRANT SELECT (org_id) ON %s TO rowhouse_gate', t);
  END LOOP;
END $$;

-- How many rows the organization in scope has, table by table; more than p_most of one are not counted. Those of
-- partitions are their table's.
CREATE FUNCTION count_org_rows(p_most bigint) RETURNS TABLE (in_table text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid; t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'org_id' AND NOT a.attisdropped ORDER BY 1
  LOOP
    in_table := t;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM public.%I WHERE org_id = $1 LIMIT $2) r', t) INTO rows USING org, p_most;
    RETURN NEXT;
  END LOOP;
END $$;

-- My organizations that were deleted and are not purged yet: asked in my own scope only.
CREATE FUNCTION my_deleted_orgs()
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, deleted_at timestamptz, restorable_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.slug, o.name, o.color, m.role, o.deleted_at, o.deleted_at + interval '30 days'
  FROM membership m JOIN org o ON o.id = m.org_id
  WHERE m.user_id = current_setting('app.user_id')::uuid AND o.deleted_at IS NOT NULL
  ORDER BY o.deleted_at DESC, o.id
$$;

-- Enter a deleted organization, to bring it back: an owner of it alone, and for 30 days alone. Everybody else learns
-- nothing, not even that it was.
CREATE FUNCTION enter_deleted_org(p_org uuid, p_user uuid, p_session uuid) RETURNS TABLE (org_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  PERFORM 1 FROM membership m JOIN org o ON o.id = m.org_id
    WHERE m.org_id = p_org AND m.user_id = p_user AND m.role = 'owner' AND o.deleted_at > now() - interval '30 days';
  IF NOT FOUND THEN RAISE EXCEPTION 'no organization to restore' USING ERRCODE = 'RH404'; END IF;
  PERFORM set_config('app.org_id', p_org::text, true), set_config('app.user_id', p_user::text, true);
  enter_deleted_org.org_id := p_org;
  RETURN NEXT;
END $$;

-- For the worker: organizations whose 30 days are over, the longest ago first. Ids only.
CREATE FUNCTION purgeable_orgs(p_limit int) RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id FROM org o WHERE o.deleted_at <= now() - interval '30 days' ORDER BY o.deleted_at, o.id LIMIT p_limit
$$;

-- Removes an organization whose 30 days are over with every row of it, in one transaction, and says what it was. All
-- rows go with the org's own row by their foreign keys; then every table is asked whether one is left, and if so
-- nothing was done. Answers nothing when there is nothing to purge: restored, purged already, or never deleted.
CREATE FUNCTION purge_org(p_org uuid) RETURNS TABLE (deleted_at timestamptz, deleted_by uuid, gone jsonb, remaining bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT o.deleted_at, o.deleted_by INTO purge_org.deleted_at, purge_org.deleted_by
    FROM org o WHERE o.id = p_org AND o.deleted_at <= now() - interval '30 days' FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.org_id', p_org::text, true), set_config('app.user_id', '', true);
  SELECT jsonb_object_agg(c.in_table, c.rows) INTO gone FROM count_org_rows(NULL) c;
  DELETE FROM org o WHERE o.id = p_org;
  SELECT sum(c.rows) INTO remaining FROM count_org_rows(NULL) c;
  IF remaining > 0 THEN
    RAISE EXCEPTION 'rows of a purged organization are left' USING DETAIL = (
      SELECT string_agg(c.in_table || ': ' || c.rows, ', ') FROM count_org_rows(NULL) c WHERE c.rows > 0);
  END IF;
  RETURN NEXT;
END $$;

-- THE RULE stays: an organization has at least one owner at the end of every transaction. A deleted one may lose its
-- last owner (who deletes their account): then nobody can bring it back. It comes back only with an owner.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE OR REPLACE FUNCTION org_keeps_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  touched uuid := CASE TG_TABLE_NAME WHEN 'org' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'org_id' END;
  deleted timestamptz;
BEGIN
  -- The lock first, then the look: whoever restores it at this moment is waited for.
  SELECT o.deleted_at INTO deleted FROM org o WHERE o.id = touched FOR NO KEY UPDATE;
  IF FOUND AND deleted IS NULL AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.org_id = touched AND m.role = 'owner') THEN
    RAISE EXCEPTION 'an organization keeps at least one owner' USING ERRCODE = 'RH410', CONSTRAINT = 'org_keeps_an_owner';
  END IF;
  RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION org_keeps_an_owner() TO rowhouse_owner;
SET LOCAL ROLE rowhouse_owner;
CREATE CONSTRAINT TRIGGER org_comes_back_with_an_owner AFTER UPDATE OF deleted_at ON org
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.deleted_at IS NULL) EXECUTE FUNCTION org_keeps_an_owner();
SET LOCAL ROLE rowhouse_gate;
REVOKE EXECUTE ON FUNCTION org_keeps_an_owner() FROM rowhouse_owner;
SET LOCAL ROLE rowhouse_owner;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['count_org_rows(bigint)', 'my_deleted_orgs()', 'enter_deleted_org(uuid,uuid,uuid)',
    'purgeable_orgs(int)', 'purge_org(uuid)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
      CASE WHEN f::text ~ '^purge' THEN 'rowhouse_worker' ELSE 'rowhouse_app' END);
    -- Last: once the gate owns it, the role that migrates may grant and revoke nothing on it, and says so to nobody.
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
