-- Days of use go once they are too old to be shown. The newest of the old ones stays, for each limit: it is what the days
-- after it begin with, and an organization that has been quiet since has no other.
GRANT DELETE ON usage_day TO rowhouse_gate;
CREATE FUNCTION prune_usage(p_days int, p_limit int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH floor AS (SELECT usage_today() - greatest(p_days, 100) AS day), old AS (
    SELECT o.* FROM org g CROSS JOIN floor f CROSS JOIN LATERAL (
      SELECT d.org_id, d.limit_key, d.day FROM usage_day d WHERE d.org_id = g.id AND d.day < f.day AND EXISTS (
        SELECT 1 FROM usage_day n WHERE n.org_id = d.org_id AND n.limit_key = d.limit_key AND n.day > d.day AND n.day < f.day)
      ORDER BY d.limit_key, d.day LIMIT p_limit
    ) o LIMIT p_limit
  ), gone AS (
    DELETE FROM usage_day d USING old o WHERE d.org_id = o.org_id AND d.limit_key = o.limit_key AND d.day = o.day RETURNING 1
  )
  SELECT count(*)::int FROM gone
$$;
REVOKE EXECUTE ON FUNCTION prune_usage(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_usage(int, int) TO rowhouse_worker;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION prune_usage(int, int) OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
