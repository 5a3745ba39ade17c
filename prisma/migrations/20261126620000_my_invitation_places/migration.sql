-- What waits for me says where it leads, too: the teams and sub-teams, by name.
DROP FUNCTION my_invitations();
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE FUNCTION my_invitations()
RETURNS TABLE (org_id uuid, invitation_id uuid, org_name text, org_slug text, org_color text, org_logo text, org_icon text,
  plan text, features jsonb, features_off text[], org_host text, role text, places text[], invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.id, o.name, o.slug, o.color, o.logo, o.icon, o.plan, o.features, o.features_off,
    coalesce(h.host, o.slug), i.role, ARRAY(SELECT p.name FROM peek_places(i.token_hash) p), i.invited_by, i.expires_at
  FROM app_user u JOIN invitation i ON i.pending_email = u.email JOIN org o ON o.id = i.org_id
    LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE u.id = current_setting('app.user_id')::uuid AND u.email_verified_at IS NOT NULL AND i.expires_at > now()
    AND o.deleted_at IS NULL
  ORDER BY i.created_at DESC
$$;
REVOKE EXECUTE ON FUNCTION my_invitations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_invitations() TO rowhouse_app;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
