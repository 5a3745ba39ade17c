-- How many open conversations of each of my organizations have something that nobody looked at: of the main workspace,
-- and of the sub-teams that I am in. Counted to a hundred; what an organization has none of it answers nothing for.
GRANT SELECT (org_id, workspace_id, status, unread) ON conversation TO rowhouse_gate;
CREATE INDEX conversation_unread_idx ON conversation (org_id, workspace_id) WHERE status = 'open' AND unread > 0;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE FUNCTION my_unread() RETURNS TABLE (org_id uuid, unread int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.org_id, u.unread FROM membership m JOIN org o ON o.id = m.org_id AND o.deleted_at IS NULL
  CROSS JOIN LATERAL (SELECT count(*)::int AS unread FROM (
    SELECT 1 FROM conversation c WHERE c.org_id = m.org_id AND c.status = 'open' AND c.unread > 0 AND (c.workspace_id = m.org_id
      OR EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = m.org_id AND t.id = c.workspace_id AND t.deleted_at IS NULL
        AND (m.role IN ('owner', 'admin') OR EXISTS (SELECT 1 FROM sub_team_member a
          WHERE a.org_id = m.org_id AND a.sub_team_id = t.id AND a.user_id = m.user_id))))
    LIMIT 100) c) u
  WHERE m.user_id = current_setting('app.user_id')::uuid AND u.unread > 0
$$;
REVOKE EXECUTE ON FUNCTION my_unread() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_unread() TO rowhouse_app;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
