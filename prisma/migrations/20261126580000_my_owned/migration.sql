-- How many things I own by name in each of my organizations, and of how many I am the only owner: asked before leaving one
-- or all of them. What I own nothing in it answers nothing for.
GRANT SELECT (org_id, id, kind, resource_id, user_id, role) ON access_grant TO rowhouse_gate;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE FUNCTION my_owned() RETURNS TABLE (org_id uuid, owned int, alone int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.org_id, o.owned, o.alone FROM membership m JOIN org ON org.id = m.org_id AND org.deleted_at IS NULL
  CROSS JOIN LATERAL (SELECT count(*)::int AS owned, count(*) FILTER (WHERE NOT EXISTS (
      SELECT 1 FROM access_grant other WHERE other.org_id = g.org_id AND other.kind = g.kind
        AND other.resource_id = g.resource_id AND other.role = 'owner' AND other.id <> g.id))::int AS alone
    FROM access_grant g WHERE g.org_id = m.org_id AND g.user_id = m.user_id AND g.role = 'owner') o
  WHERE m.user_id = current_setting('app.user_id')::uuid AND o.owned > 0
$$;
REVOKE EXECUTE ON FUNCTION my_owned() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_owned() TO rowhouse_app;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
