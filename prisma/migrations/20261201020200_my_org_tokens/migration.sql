-- The organizations' tokens that act for me: what I created since I joined, and is still valid.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE FUNCTION my_org_tokens() RETURNS TABLE (org_id uuid, org_name text, id uuid, name text, tail text, scopes text[],
  created_at timestamptz, expires_at timestamptz, replaced boolean, last_used_at timestamptz, last_used_ip text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.org_id, o.name, t.id, t.name, t.tail, t.scopes, t.created_at, t.expires_at, t.replaced_by IS NOT NULL,
    t.last_used_at, t.last_used_ip
  FROM membership m JOIN org o ON o.id = m.org_id AND o.deleted_at IS NULL
  JOIN api_token t ON t.org_id = m.org_id AND t.created_by_id = m.user_id AND t.created_at >= m.joined_at
  WHERE m.user_id = current_setting('app.user_id')::uuid AND t.revoked_at IS NULL
    AND (t.expires_at IS NULL OR t.expires_at > now())
  ORDER BY t.id DESC LIMIT 300
$$;
REVOKE EXECUTE ON FUNCTION my_org_tokens() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_org_tokens() TO rowhouse_app;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
