-- Teams are groups of an org's members, for access. Grants say what a member, or a team, may do with one resource.
CREATE TABLE "team" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "team_member" (
    "org_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("org_id","team_id","user_id")
);

CREATE TABLE "grantable" (
    "org_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "home_id" UUID,

    CONSTRAINT "grantable_pkey" PRIMARY KEY ("org_id","kind","id")
);

CREATE TABLE "access_grant" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "user_id" UUID,
    "team_id" UUID,
    "role" TEXT NOT NULL,
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("org_id","id")
);

CREATE UNIQUE INDEX "team_org_id_slug_key" ON "team"("org_id", "slug");
CREATE INDEX "team_member_org_id_user_id_idx" ON "team_member"("org_id", "user_id");
CREATE INDEX "grantable_org_id_home_id_idx" ON "grantable"("org_id", "home_id");
CREATE UNIQUE INDEX "access_grant_org_id_kind_resource_id_user_id_key" ON "access_grant"("org_id", "kind", "resource_id", "user_id");
CREATE UNIQUE INDEX "access_grant_org_id_kind_resource_id_team_id_key" ON "access_grant"("org_id", "kind", "resource_id", "team_id");
CREATE INDEX "access_grant_org_id_user_id_idx" ON "access_grant"("org_id", "user_id");
CREATE INDEX "access_grant_org_id_team_id_idx" ON "access_grant"("org_id", "team_id");

-- The walls bind the migrator too, and would refuse to look for the keys.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE membership NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workspace NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "team" ADD CONSTRAINT "team_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_org_id_team_id_fkey" FOREIGN KEY ("org_id", "team_id") REFERENCES "team"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Only a member of the org can be in a team of it, and who leaves the org leaves its teams.
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_org_id_user_id_fkey" FOREIGN KEY ("org_id", "user_id") REFERENCES "membership"("org_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grantable" ADD CONSTRAINT "grantable_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grantable" ADD CONSTRAINT "grantable_org_id_home_id_fkey" FOREIGN KEY ("org_id", "home_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- What a grant is about, and for whom, is of its own org, and takes it along when it goes.
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_kind_resource_id_fkey" FOREIGN KEY ("org_id", "kind", "resource_id") REFERENCES "grantable"("org_id", "kind", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_user_id_fkey" FOREIGN KEY ("org_id", "user_id") REFERENCES "membership"("org_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_org_id_team_id_fkey" FOREIGN KEY ("org_id", "team_id") REFERENCES "team"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE org FORCE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;

ALTER TABLE team ADD CONSTRAINT team_slug_format CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) BETWEEN 2 AND 40);
ALTER TABLE team ADD CONSTRAINT team_name_length CHECK (length(name) BETWEEN 1 AND 80);
ALTER TABLE team_member ADD CONSTRAINT team_member_role CHECK (role IN ('lead', 'member'));
ALTER TABLE access_grant ADD CONSTRAINT access_grant_role CHECK (role IN ('owner', 'admin', 'editor', 'reviewer', 'viewer'));
ALTER TABLE access_grant ADD CONSTRAINT access_grant_to_one CHECK (num_nonnulls(user_id, team_id) = 1);

SELECT isolate('team');
SELECT isolate('team_member');
SELECT isolate('grantable');
SELECT isolate('access_grant');
-- They come and go with the resources, by triggers: the app only reads them.
REVOKE INSERT, UPDATE, DELETE ON grantable FROM rowhouse_app;
GRANT SELECT, INSERT, DELETE ON grantable TO rowhouse_gate;

-- Keeps `grantable` as the resources are. The kind is the table's name; a table with a workspace_id is in a workspace.
CREATE FUNCTION keep_grantable() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO grantable (org_id, kind, id, home_id)
      SELECT c.org_id, TG_TABLE_NAME, c.id, (to_jsonb(c) ->> 'workspace_id')::uuid FROM came c;
  ELSE
    DELETE FROM grantable g USING gone o WHERE g.org_id = o.org_id AND g.kind = TG_TABLE_NAME AND g.id = o.id;
  END IF;
  RETURN NULL;
END $$;

-- grantable(table) lets rows of a walled table with id and name be shared: one line in its migration. Rows that are there
-- already can be shared from now on.
CREATE FUNCTION grantable(tbl regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  kind name := (SELECT relname FROM pg_class WHERE oid = tbl);
  walled regclass;
BEGIN
  EXECUTE format('CREATE TRIGGER grantable_in AFTER INSERT ON %s REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION keep_grantable()', tbl);
  EXECUTE format('CREATE TRIGGER grantable_out AFTER DELETE ON %s REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_grantable()', tbl);
  EXECUTE format('GRANT SELECT (id, org_id, name) ON %s TO rowhouse_gate', tbl);
  FOREACH walled IN ARRAY ARRAY[tbl, 'grantable'::regclass, 'org'::regclass, 'workspace'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
  EXECUTE format('INSERT INTO grantable (org_id, kind, id, home_id)
    SELECT t.org_id, %L, t.id, (to_jsonb(t) ->> ''workspace_id'')::uuid FROM %s t', kind, tbl);
  FOREACH walled IN ARRAY ARRAY[tbl, 'grantable'::regclass, 'org'::regclass, 'workspace'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION grantable(regclass), keep_grantable() FROM PUBLIC;

SELECT grantable('relay');
SELECT grantable('contact_group');

-- shared_things(ids, text, limit): what resources of the org in scope are called and where they are: those with these ids,
-- or, without ids, those whose name has the text in it. Only of workspaces that the person in scope is in: to
-- everybody else a sub-team's resource has no name. Names live in their own tables, behind the workspace's wall.
CREATE FUNCTION shared_things(p_ids uuid[], p_query text, p_limit int)
RETURNS TABLE (kind text, id uuid, name text, home_id uuid, home_slug text, home_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid;
  me uuid := nullif(current_setting('app.user_id'), '')::uuid;
  everywhere boolean := EXISTS (SELECT 1 FROM membership m WHERE m.org_id = org AND m.user_id = me AND m.role IN ('owner', 'admin'));
  homes uuid[] := ARRAY(
    SELECT org WHERE EXISTS (SELECT 1 FROM membership m WHERE m.org_id = org AND m.user_id = me)
    UNION ALL SELECT t.id FROM sub_team t WHERE t.org_id = org AND t.deleted_at IS NULL AND (everywhere OR EXISTS (
      SELECT 1 FROM sub_team_member s WHERE s.org_id = org AND s.sub_team_id = t.id AND s.user_id = me)));
  part text := '%' || replace(replace(replace(lower(p_query), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  one record;
BEGIN
  FOR one IN SELECT c.relname, c.oid AS rel FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
    WHERE g.tgname = 'grantable_in' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
  LOOP
    RETURN QUERY EXECUTE format(
      'SELECT g.kind, g.id, t.name, g.home_id, s.slug, s.name FROM grantable g
         JOIN public.%1$I t ON t.org_id = g.org_id AND t.id = g.id %2$s
         LEFT JOIN sub_team s ON s.org_id = g.org_id AND s.id = g.home_id
       WHERE g.org_id = $1 AND g.kind = %1$L AND (g.home_id IS NULL OR g.home_id = ANY ($2))
         AND %3$s
       ORDER BY lower(t.name), g.id LIMIT $5',
      one.relname,
      CASE WHEN EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = one.rel AND a.attname = 'workspace_id')
        THEN 'AND t.workspace_id = g.home_id' ELSE '' END,
      CASE WHEN p_ids IS NULL THEN 'lower(t.name) LIKE $4' ELSE 'g.id = ANY ($3)' END)
      USING org, homes, p_ids, part, p_limit;
  END LOOP;
END $$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
BEGIN
  REVOKE EXECUTE ON FUNCTION shared_things(uuid[], text, int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION shared_things(uuid[], text, int) TO rowhouse_app;
  ALTER FUNCTION shared_things(uuid[], text, int) OWNER TO rowhouse_gate;
  ALTER FUNCTION keep_grantable() OWNER TO rowhouse_gate;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
