-- A workspace is where an org's work lives: contacts, conversations and what comes after them. Every org has a main one,
-- whose id is the org's own; each sub-team is another.
CREATE TABLE "workspace" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "sub_team" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by" TEXT,

    CONSTRAINT "sub_team_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "sub_team_member" (
    "org_id" UUID NOT NULL,
    "sub_team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sub_team_member_pkey" PRIMARY KEY ("org_id","sub_team_id","user_id")
);

CREATE UNIQUE INDEX "sub_team_org_id_slug_key" ON "sub_team"("org_id", "slug");
CREATE INDEX "sub_team_deleted_at_idx" ON "sub_team"("deleted_at");
CREATE INDEX "sub_team_member_org_id_user_id_idx" ON "sub_team_member"("org_id", "user_id");

-- The wall binds the migrator too, and would refuse to look for the keys.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE membership NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "workspace" ADD CONSTRAINT "workspace_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sub_team" ADD CONSTRAINT "sub_team_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sub_team" ADD CONSTRAINT "sub_team_org_id_id_fkey" FOREIGN KEY ("org_id", "id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sub_team_member" ADD CONSTRAINT "sub_team_member_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sub_team_member" ADD CONSTRAINT "sub_team_member_org_id_sub_team_id_fkey" FOREIGN KEY ("org_id", "sub_team_id") REFERENCES "sub_team"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Only a member of the org can be in a sub-team, and who leaves the org leaves its sub-teams.
ALTER TABLE "sub_team_member" ADD CONSTRAINT "sub_team_member_org_id_user_id_fkey" FOREIGN KEY ("org_id", "user_id") REFERENCES "membership"("org_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO workspace (org_id, id) SELECT id, id FROM org;
ALTER TABLE org FORCE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;

ALTER TABLE sub_team ADD CONSTRAINT sub_team_slug_format CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) BETWEEN 2 AND 40 AND slug <> 'main');
ALTER TABLE sub_team ADD CONSTRAINT sub_team_name_length CHECK (length(name) BETWEEN 1 AND 80);
-- The main workspace is no sub-team's, so that no sub-team's purge can take it along.
ALTER TABLE sub_team ADD CONSTRAINT sub_team_not_main CHECK (id <> org_id);

SELECT isolate('workspace');
SELECT isolate('sub_team');
SELECT isolate('sub_team_member');
-- Workspaces come with their org or sub-team and go by purge_sub_team and purge_org: the app only reads them.
REVOKE INSERT, UPDATE, DELETE ON workspace FROM rowhouse_app;

GRANT SELECT (id), INSERT (org_id, id), DELETE ON workspace TO rowhouse_gate;
-- UPDATE for the lock on its row alone.
GRANT SELECT (id, slug, name, archived_at, deleted_at), UPDATE (deleted_at) ON sub_team TO rowhouse_gate;
GRANT SELECT (sub_team_id, user_id) ON sub_team_member TO rowhouse_gate;

-- A deleted sub-team takes no place.
SELECT counted('sub_team', 'sub_teams', '(deleted_at IS NULL)::int');

-- Makes the workspace of a new org (its main one) and of a new sub-team.
CREATE FUNCTION open_workspace() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'org' THEN
    INSERT INTO workspace (org_id, id) VALUES (NEW.id, NEW.id);
  ELSE
    INSERT INTO workspace (org_id, id) VALUES (NEW.org_id, NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER open_main_workspace AFTER INSERT ON org FOR EACH ROW EXECUTE FUNCTION open_workspace();
CREATE TRIGGER open_workspace BEFORE INSERT ON sub_team FOR EACH ROW EXECUTE FUNCTION open_workspace();

-- THE RULE, inside an org. A row of a workspace is seen, written, changed and removed only in a transaction whose scope is
-- that org and that workspace: app.workspace_id, set locally, besides app.org_id. In an org's own scope it is empty and the
-- cast raises: what works on the org as a whole reads no workspace's rows at all.
--
-- isolate_workspace(table) is isolate(table) and, besides: a second restrictive policy for the workspace, and a
-- workspace_id that is not null, not the nil uuid and never changed. A new table is one line in its migration, its keys
-- lead with org_id and workspace_id, and its rows go with their workspace:
--   FOREIGN KEY (org_id, workspace_id) REFERENCES workspace (org_id, id) ON DELETE CASCADE
CREATE FUNCTION isolate_workspace(tbl regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule text := 'workspace_id = current_setting(''app.workspace_id'')::uuid';
BEGIN
  PERFORM isolate(tbl);
  EXECUTE format('CREATE POLICY workspace_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN workspace_id SET NOT NULL', tbl);
  EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (workspace_id <> ''00000000-0000-0000-0000-000000000000'')',
    tbl, (SELECT relname FROM pg_class WHERE oid = tbl) || '_workspace_named');
  EXECUTE format('CREATE TRIGGER keep_workspace BEFORE UPDATE ON %s FOR EACH ROW WHEN (OLD.workspace_id IS DISTINCT FROM NEW.workspace_id) EXECUTE FUNCTION refuse_workspace_change()', tbl);
  EXECUTE format('GRANT SELECT (workspace_id) ON %s TO rowhouse_gate', tbl);
END $$;

CREATE FUNCTION refuse_workspace_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a row of % stays in its workspace', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
REVOKE EXECUTE ON FUNCTION isolate_workspace(regclass), refuse_workspace_change() FROM PUBLIC;

-- Enter a workspace: the org as by enter_org, then in it 'main' or a sub-team by its slug. Owners and admins are in every
-- sub-team, others in those they are assigned to. One that is not there, or deleted, is no workspace at all (RH404); one
-- that isn't theirs is RH406.
CREATE FUNCTION enter_workspace(p_host text, p_org uuid, p_user uuid, p_session uuid, p_roles text[], p_workspace text)
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, joined_at timestamptz,
  seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[],
  limits jsonb, logo text, icon text, primary_host text, workspace_id uuid, workspace_slug text, workspace_name text,
  workspace_archived boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  home record; team record;
BEGIN
  SELECT e.* INTO home FROM enter_org(p_host, p_org, p_user, p_session, p_roles) e;
  IF p_workspace = 'main' THEN
    SELECT w.id, 'main'::text AS slug, ''::text AS name, false AS archived INTO team
      FROM workspace w WHERE w.org_id = home.org_id AND w.id = home.org_id;
  ELSE
    SELECT t.id, t.slug, t.name, t.archived_at IS NOT NULL AS archived INTO team
      FROM sub_team t WHERE t.org_id = home.org_id AND t.slug = p_workspace AND t.deleted_at IS NULL;
  END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404', DETAIL = 'workspace'; END IF;
  IF p_workspace <> 'main' AND home.role NOT IN ('owner', 'admin') THEN
    PERFORM 1 FROM sub_team_member m WHERE m.org_id = home.org_id AND m.sub_team_id = team.id AND m.user_id = p_user;
    IF NOT FOUND THEN RAISE EXCEPTION 'not in this sub-team' USING ERRCODE = 'RH406'; END IF;
  END IF;
  PERFORM set_config('app.workspace_id', team.id::text, true);
  RETURN QUERY SELECT home.org_id, home.slug, home.name, home.color, home.role, home.joined_at, home.seen_at,
    home.user_name, home.email, home.verified, home.plan, home.features, home.features_off, home.limits, home.logo,
    home.icon, home.primary_host, team.id, team.slug, team.name, team.archived;
END $$;

-- Enter a workspace as a job of the worker: only one that is there, of an org that is there; no user is in scope.
CREATE FUNCTION enter_workspace_as_job(p_org uuid, p_workspace uuid) RETURNS TABLE (org_id uuid, workspace_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM enter_org_as_job(p_org);
  PERFORM 1 FROM workspace w WHERE w.org_id = p_org AND w.id = p_workspace AND NOT EXISTS (
    SELECT 1 FROM sub_team t WHERE t.org_id = p_org AND t.id = p_workspace AND t.deleted_at IS NOT NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404'; END IF;
  PERFORM set_config('app.workspace_id', p_workspace::text, true);
  RETURN QUERY SELECT p_org, p_workspace;
END $$;

-- How many rows a workspace of the org in scope has, table by table; more than p_most of one are not counted.
CREATE FUNCTION count_workspace_rows(p_workspace uuid, p_most bigint) RETURNS TABLE (in_table text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid; t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'workspace_id' AND NOT a.attisdropped ORDER BY 1
  LOOP
    in_table := t;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM public.%I WHERE org_id = $1 AND workspace_id = $2 LIMIT $3) r', t)
      INTO rows USING org, p_workspace, p_most;
    RETURN NEXT;
  END LOOP;
END $$;

-- For the worker: sub-teams whose 30 days are over, the longest ago first, of orgs that are there. Ids only.
CREATE FUNCTION purgeable_sub_teams(p_limit int) RETURNS TABLE (org_id uuid, sub_team_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.org_id, t.id FROM sub_team t JOIN org o ON o.id = t.org_id
  WHERE t.deleted_at <= now() - interval '30 days' AND o.deleted_at IS NULL ORDER BY t.deleted_at, t.id LIMIT p_limit
$$;

-- Removes a sub-team whose 30 days are over with every row of its workspace, in one transaction, and says what it was.
-- All rows go with the workspace's own by their foreign keys; then every table is asked whether one is left, and if so
-- nothing was done. Answers nothing when there is nothing to purge.
CREATE FUNCTION purge_sub_team(p_org uuid, p_sub_team uuid) RETURNS TABLE (slug text, name text, gone jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  remaining bigint;
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true), set_config('app.user_id', '', true), set_config('app.workspace_id', '', true);
  -- The lock first, then the look: whoever restores it at this moment is waited for.
  PERFORM 1 FROM sub_team t WHERE t.org_id = p_org AND t.id = p_sub_team FOR UPDATE;
  SELECT t.slug, t.name INTO purge_sub_team.slug, purge_sub_team.name FROM sub_team t
    WHERE t.org_id = p_org AND t.id = p_sub_team AND t.deleted_at <= now() - interval '30 days';
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(jsonb_object_agg(c.in_table, c.rows), '{}') INTO gone FROM count_workspace_rows(p_sub_team, NULL) c;
  DELETE FROM workspace w WHERE w.org_id = p_org AND w.id = p_sub_team;
  SELECT coalesce(sum(c.rows), 0) INTO remaining FROM count_workspace_rows(p_sub_team, NULL) c;
  IF remaining > 0 THEN RAISE EXCEPTION 'rows of a purged sub-team are left'; END IF;
  RETURN NEXT;
END $$;

-- Every other door of an org leads to the org alone: no workspace is open behind it, whatever was before.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
DO $$
DECLARE
  f regprocedure; was text;
  opens text := 'set_config(''app.org_id'',';
BEGIN
  FOREACH f IN ARRAY ARRAY['enter_org(text,uuid,uuid,uuid,text[])', 'enter_org_as_job(uuid)', 'enter_invitation(bytea,uuid,uuid)',
    'enter_deleted_org(uuid,uuid,uuid)', 'purge_org(uuid)']::regprocedure[] LOOP
    was := pg_get_functiondef(f);
    IF position(opens IN was) = 0 THEN RAISE EXCEPTION '% opens no organization', f; END IF;
    EXECUTE replace(was, opens, 'set_config(''app.workspace_id'', '''', true), ' || opens);
  END LOOP;
END $$;
SET LOCAL ROLE rowhouse_owner;

DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['open_workspace()', 'enter_workspace(text,uuid,uuid,uuid,text[],text)', 'enter_workspace_as_job(uuid,uuid)',
    'count_workspace_rows(uuid,bigint)', 'purgeable_sub_teams(int)', 'purge_sub_team(uuid,uuid)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    IF (SELECT prorettype <> 'trigger'::regtype FROM pg_proc WHERE oid = f) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
        CASE WHEN f::text ~ '^purge' THEN 'rowhouse_worker' ELSE 'rowhouse_app' END);
    END IF;
    -- Last: once the gate owns it, the role that migrates may grant and revoke nothing on it, and says so to nobody.
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
