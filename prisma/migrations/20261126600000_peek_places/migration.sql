-- What the holder of an open invitation's secret may see besides: the names of the teams, then of the sub-teams, that it
-- leads into.
GRANT SELECT (org_id, invitation_id, team_id) ON invitation_team TO rowhouse_gate;
GRANT SELECT (org_id, invitation_id, sub_team_id) ON invitation_sub_team TO rowhouse_gate;
GRANT SELECT (org_id, id, name) ON team TO rowhouse_gate;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE FUNCTION peek_places(p_hash bytea) RETURNS TABLE (name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.name FROM invitation i CROSS JOIN LATERAL (
    SELECT 1 AS kind, t.name, t.id FROM invitation_team k JOIN team t ON t.org_id = k.org_id AND t.id = k.team_id
      WHERE k.org_id = i.org_id AND k.invitation_id = i.id
    UNION ALL
    SELECT 2, s.name, s.id FROM invitation_sub_team k JOIN sub_team s ON s.org_id = k.org_id AND s.id = k.sub_team_id AND s.deleted_at IS NULL
      WHERE k.org_id = i.org_id AND k.invitation_id = i.id) p
  WHERE i.token_hash = p_hash AND i.status = 'pending' ORDER BY p.kind, lower(p.name), p.id
$$;
REVOKE EXECUTE ON FUNCTION peek_places(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION peek_places(bytea) TO rowhouse_app;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
