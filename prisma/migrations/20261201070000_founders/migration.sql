-- The worker shares its places for calls between founders as well as between organizations: one person's many
-- organizations are no crowd. The founder is the owner who has been there longest, told by id alone.
DROP FUNCTION due_relays(int);
CREATE FUNCTION due_relays(p_limit int) RETURNS TABLE (org_id uuid, relay_id uuid, founder uuid, failing boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE hop AS (
    (SELECT d.org_id, d.relay_id FROM relay_delivery d WHERE d.state = 'waiting' ORDER BY d.org_id, d.relay_id LIMIT 1)
    UNION ALL
    SELECT n.org_id, n.relay_id FROM hop h CROSS JOIN LATERAL (
      SELECT d.org_id, d.relay_id FROM relay_delivery d
      WHERE d.state = 'waiting' AND (d.org_id, d.relay_id) > (h.org_id, h.relay_id)
      ORDER BY d.org_id, d.relay_id LIMIT 1
    ) n
  ), due AS (
    SELECT h.org_id, h.relay_id, r.failures > 0 AS failing
    FROM hop h JOIN relay r ON r.org_id = h.org_id AND r.id = h.relay_id JOIN org o ON o.id = h.org_id
    WHERE NOT r.paused AND (r.hold_until IS NULL OR r.hold_until <= now()) AND o.deleted_at IS NULL
      AND EXISTS (
        SELECT 1 FROM relay_delivery d
        WHERE d.org_id = h.org_id AND d.relay_id = h.relay_id AND d.state = 'waiting' AND d.next_at <= now()
      )
    ORDER BY random() LIMIT p_limit
  )
  SELECT d.org_id, d.relay_id, f.user_id, d.failing
  FROM due d CROSS JOIN LATERAL (
    SELECT m.user_id FROM membership m WHERE m.org_id = d.org_id AND m.role = 'owner' ORDER BY m.joined_at, m.user_id LIMIT 1
  ) f
$$;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
REVOKE EXECUTE ON FUNCTION due_relays(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_relays(int) TO rowhouse_worker;
ALTER FUNCTION due_relays(int) OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
