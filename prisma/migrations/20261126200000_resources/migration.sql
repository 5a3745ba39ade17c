-- search_rows(table, org, workspace, text, limit): part-of-a-word search over the rows of a workspace, of any table that
-- searchable(table) opened to it. LIKE is not leakproof, so under the wall it could use no index; here it may, and the
-- caller joins the answer back to the walled table. Raises unless org and workspace are the ones in scope: a search
-- without them is refused, not empty.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
CREATE FUNCTION search_rows(p_table text, p_org uuid, p_workspace uuid, p_query text, p_limit int) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF p_org IS NULL OR p_org IS DISTINCT FROM current_setting('app.org_id')::uuid
    OR p_workspace IS NULL OR p_workspace IS DISTINCT FROM current_setting('app.workspace_id')::uuid THEN
    RAISE EXCEPTION 'search needs the workspace in scope' USING ERRCODE = '42501';
  END IF;
  -- Only a workspace's table that has the index for it: a name from outside can lead nowhere else.
  IF NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
      WHERE i.indrelid = to_regclass(format('public.%I', p_table)) AND x.relname = p_table || '_search'
        AND EXISTS (SELECT 1 FROM pg_policy w WHERE w.polrelid = i.indrelid AND w.polname = 'workspace_wall')) THEN
    RAISE EXCEPTION 'nothing is searched in %', p_table USING ERRCODE = '42501';
  END IF;
  RETURN QUERY EXECUTE format('SELECT t.id FROM public.%I t WHERE t.org_id = $1 AND t.workspace_id = $2 AND t.search LIKE $3 LIMIT $4', p_table)
    USING p_org, p_workspace, '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%', p_limit;
END $$;
REVOKE EXECUTE ON FUNCTION search_rows(text, uuid, uuid, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_rows(text, uuid, uuid, text, int) TO rowhouse_app;
ALTER FUNCTION search_rows(text, uuid, uuid, text, int) OWNER TO rowhouse_gate;

-- searchable(table) makes the index that search_rows looks through, and lets the gate see ids and what is searched.
CREATE FUNCTION searchable(tbl regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  name text := (SELECT relname FROM pg_class WHERE oid = tbl);
BEGIN
  EXECUTE format('CREATE INDEX %I ON %s USING gin (org_id uuid_ops, workspace_id uuid_ops, search gin_trgm_ops)', name || '_search', tbl);
  EXECUTE format('GRANT SELECT (id, org_id, workspace_id, search) ON %s TO rowhouse_gate', tbl);
END $$;
REVOKE EXECUTE ON FUNCTION searchable(regclass) FROM PUBLIC;

CREATE TABLE "contact" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT COLLATE "C",
    "phone" TEXT NOT NULL DEFAULT '',
    "company" TEXT NOT NULL DEFAULT '',
    "notes" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name_key" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED NOT NULL,
    "company_key" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(company)) STORED NOT NULL,
    -- A phone number also without what stands between its digits.
    "search" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name || ' ' || coalesce(email, '') || ' ' || company || ' ' || phone || ' ' || translate(phone, ' ()./-', ''))) STORED NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("org_id","workspace_id","id")
);
CREATE UNIQUE INDEX "contact_org_id_workspace_id_email_key" ON "contact"("org_id", "workspace_id", "email");
CREATE INDEX "contact_org_id_workspace_id_name_key_id_idx" ON "contact"("org_id", "workspace_id", "name_key", "id");
CREATE INDEX "contact_org_id_workspace_id_company_key_id_idx" ON "contact"("org_id", "workspace_id", "company_key", "id");
CREATE INDEX "contact_org_id_workspace_id_created_at_id_idx" ON "contact"("org_id", "workspace_id", "created_at", "id");

CREATE TABLE "contact_group" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name_key" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED NOT NULL,
    "search" TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name || ' ' || description)) STORED NOT NULL,

    CONSTRAINT "contact_group_pkey" PRIMARY KEY ("org_id","workspace_id","id")
);
CREATE UNIQUE INDEX "contact_group_org_id_workspace_id_name_key_key" ON "contact_group"("org_id", "workspace_id", "name_key");
CREATE INDEX "contact_group_org_id_workspace_id_created_at_id_idx" ON "contact_group"("org_id", "workspace_id", "created_at", "id");

CREATE TABLE "contact_group_member" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_group_member_pkey" PRIMARY KEY ("org_id","workspace_id","group_id","contact_id")
);
CREATE INDEX "contact_group_member_org_id_workspace_id_contact_id_group_i_idx" ON "contact_group_member"("org_id", "workspace_id", "contact_id", "group_id");

CREATE TABLE "csv_import" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'mapping',
    "source" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "sample" JSONB NOT NULL,
    "mapping" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retry_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "csv_import_pkey" PRIMARY KEY ("org_id","workspace_id","id"),
    CONSTRAINT "csv_import_state" CHECK (state IN ('mapping', 'waiting', 'done')),
    -- Each row of the file became a row or a refusal: none is lost, none is counted twice.
    CONSTRAINT "csv_import_adds_up" CHECK (added + refused = done AND done <= total AND (state <> 'done' OR done = total))
);
CREATE INDEX "csv_import_org_id_workspace_id_resource_created_at_idx" ON "csv_import"("org_id", "workspace_id", "resource", "created_at");
CREATE INDEX "csv_import_state_created_at_idx" ON "csv_import"("state", "created_at");

CREATE TABLE "csv_refusal" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "cells" JSONB NOT NULL,

    CONSTRAINT "csv_refusal_pkey" PRIMARY KEY ("org_id","workspace_id","import_id","line")
);

-- The wall binds the migrator too, and would refuse to look for the keys.
ALTER TABLE workspace NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "contact" ADD CONSTRAINT "contact_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contact_group" ADD CONSTRAINT "contact_group_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contact_group_member" ADD CONSTRAINT "contact_group_member_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "csv_import" ADD CONSTRAINT "csv_import_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "csv_refusal" ADD CONSTRAINT "csv_refusal_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;
ALTER TABLE "contact_group_member" ADD CONSTRAINT "contact_group_member_org_id_workspace_id_group_id_fkey" FOREIGN KEY ("org_id", "workspace_id", "group_id") REFERENCES "contact_group"("org_id", "workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "contact_group_member" ADD CONSTRAINT "contact_group_member_org_id_workspace_id_contact_id_fkey" FOREIGN KEY ("org_id", "workspace_id", "contact_id") REFERENCES "contact"("org_id", "workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "csv_refusal" ADD CONSTRAINT "csv_refusal_org_id_workspace_id_import_id_fkey" FOREIGN KEY ("org_id", "workspace_id", "import_id") REFERENCES "csv_import"("org_id", "workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT isolate_workspace('contact');
SELECT isolate_workspace('contact_group');
SELECT isolate_workspace('contact_group_member');
SELECT isolate_workspace('csv_import');
SELECT isolate_workspace('csv_refusal');
SELECT searchable('contact');
SELECT searchable('contact_group');
SELECT counted('contact', 'contacts');

-- The worker learns which imports wait, of organizations and sub-teams that are there: ids and nothing else.
GRANT SELECT (id, org_id, workspace_id, state, created_at, retry_at) ON csv_import TO rowhouse_gate;
CREATE FUNCTION waiting_imports(p_limit int) RETURNS TABLE (org_id uuid, workspace_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.workspace_id, i.id FROM csv_import i JOIN org o ON o.id = i.org_id
  WHERE i.state = 'waiting' AND i.retry_at <= now() AND o.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = i.org_id AND t.id = i.workspace_id AND t.deleted_at IS NOT NULL)
  ORDER BY i.created_at LIMIT p_limit
$$;
REVOKE EXECUTE ON FUNCTION waiting_imports(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION waiting_imports(int) TO rowhouse_worker;
ALTER FUNCTION waiting_imports(int) OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
