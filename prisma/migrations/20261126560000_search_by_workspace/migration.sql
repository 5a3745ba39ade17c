-- Search goes by the workspace and the letters alone, and looks at the organization where it has found something: an index of
-- words has one list of rows for each of the three, and the one of a large organization is longer than both others. A
-- workspace is of one organization only, and its foreign keys say so.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE OR REPLACE FUNCTION search_rows(p_table text, p_org uuid, p_workspace uuid, p_query text, p_limit int) RETURNS TABLE (id uuid)
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
  RETURN QUERY EXECUTE format('SELECT t.id FROM public.%I t WHERE (t.org_id = $1) IS TRUE AND t.workspace_id = $2 AND t.search LIKE $3 LIMIT $4', p_table)
    USING p_org, p_workspace, '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%', p_limit;
END $$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
