-- Imports take turns like calls to relays do: a crowd of organizations with large files, or one founder with many
-- organizations, keeps no other's file waiting. The founder is the owner who has been there longest. Each founder's next file
-- comes before anyone's second one, and of these the file that the fewest rows were taken from. As before, at most four of
-- one organization.
GRANT SELECT (done) ON csv_import TO rowhouse_gate;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE OR REPLACE FUNCTION waiting_imports(p_limit int) RETURNS TABLE (org_id uuid, workspace_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH waiting AS MATERIALIZED (
    SELECT i.org_id, i.workspace_id, i.id, i.done, i.created_at,
      row_number() OVER (PARTITION BY i.org_id ORDER BY i.done, i.created_at, i.id) AS of_org
    FROM csv_import i JOIN org o ON o.id = i.org_id
    WHERE i.state = 'waiting' AND i.retry_at <= now() AND o.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = i.org_id AND t.id = i.workspace_id AND t.deleted_at IS NOT NULL)
  ), founder AS (
    SELECT w.org_id, f.user_id FROM (SELECT DISTINCT org_id FROM waiting) w CROSS JOIN LATERAL (
      SELECT m.user_id FROM membership m WHERE m.org_id = w.org_id AND m.role = 'owner' ORDER BY m.joined_at, m.user_id LIMIT 1
    ) f
  )
  SELECT w.org_id, w.workspace_id, w.id FROM waiting w JOIN founder f ON f.org_id = w.org_id
  WHERE w.of_org <= 4
  ORDER BY row_number() OVER (PARTITION BY f.user_id ORDER BY w.done, w.created_at, w.id), w.done, w.created_at, w.id
  LIMIT p_limit
$$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
