-- The worker's imports: every organization's oldest one first, then every organization's second, at most four of each. An
-- organization with many files keeps no other's waiting.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE OR REPLACE FUNCTION waiting_imports(p_limit int) RETURNS TABLE (org_id uuid, workspace_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT w.org_id, w.workspace_id, w.id FROM (
    SELECT i.org_id, i.workspace_id, i.id, i.created_at,
      row_number() OVER (PARTITION BY i.org_id ORDER BY i.created_at, i.id) AS turn
    FROM csv_import i JOIN org o ON o.id = i.org_id
    WHERE i.state = 'waiting' AND i.retry_at <= now() AND o.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = i.org_id AND t.id = i.workspace_id AND t.deleted_at IS NOT NULL)
  ) w WHERE w.turn <= 4 ORDER BY w.turn, w.created_at LIMIT p_limit
$$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
