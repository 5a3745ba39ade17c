-- THE RULE. A hand-over code takes a person's session to another host. It is made only for a host of an organization that
-- the person is a member of, and for a custom domain only while it is live: verified, leading here, and the one that
-- members are led to. The same is checked again when the code is used. The app can't write codes itself.

-- What a host is to a person; no row for a host that leads to no organization. `open`: a code may go there.
CREATE FUNCTION handover_place(p_host text, p_user uuid)
RETURNS TABLE (slug text, member boolean, open boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.slug,
    EXISTS (SELECT 1 FROM membership m WHERE m.org_id = h.org_id AND m.user_id = p_user),
    h.state = 'live' AND (position('.' IN h.host) = 0 OR (h.primary_of IS NOT NULL AND EXISTS (
      SELECT 1 FROM domain d WHERE d.org_id = h.org_id AND d.held_host = h.host AND d.state = 'live')))
  FROM org_host h JOIN org o ON o.id = h.org_id
  WHERE h.host = p_host AND (h.state = 'live' OR h.former_until > now()) AND o.deleted_at IS NULL
$$;

-- Stores a code for a session and a host, and removes the person's expired ones. Where no code may go, it stores none and
-- names the organization's subdomain, which always opens.
CREATE FUNCTION grant_handover(p_user uuid, p_session uuid, p_host text, p_hash bytea, p_challenge bytea)
RETURNS TABLE (granted boolean, slug text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  place record;
BEGIN
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  SELECT * INTO place FROM handover_place(p_host, p_user);
  IF NOT FOUND THEN RAISE EXCEPTION 'no organization here' USING ERRCODE = 'RH404'; END IF;
  IF NOT place.member THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403'; END IF;
  IF place.open THEN
    DELETE FROM handover h WHERE h.user_id = p_user AND h.expires_at < now();
    INSERT INTO handover (code_hash, user_id, session_id, host, challenge, expires_at)
      VALUES (p_hash, p_user, p_session, p_host, p_challenge, now() + interval '60 seconds');
  END IF;
  grant_handover.granted := place.open;
  grant_handover.slug := place.slug;
  RETURN NEXT;
END $$;

DROP FUNCTION take_handover(bytea, text, bytea);
-- Uses up a hand-over code, for the host it was made for and the holder of the verifier. It gives nothing when the person
-- or the domain was removed in the meantime.
CREATE FUNCTION take_handover(p_hash bytea, p_host text, p_challenge bytea)
RETURNS TABLE (user_id uuid, session_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH taken AS (
    UPDATE handover h SET used_at = now()
    WHERE h.code_hash = p_hash AND h.host = p_host AND h.challenge = p_challenge AND h.used_at IS NULL AND h.expires_at > now()
    RETURNING h.user_id, h.session_id
  )
  SELECT t.user_id, t.session_id FROM taken t JOIN session s ON s.user_id = t.user_id AND s.id = t.session_id
    JOIN handover_place(p_host, t.user_id) p ON p.member AND p.open
  WHERE s.revoked_at IS NULL AND s.expires_at > now()
$$;

REVOKE INSERT, UPDATE ON handover FROM rowhouse_app;
GRANT INSERT, DELETE ON handover TO rowhouse_gate;
REVOKE EXECUTE ON FUNCTION handover_place(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handover_place(text, uuid) TO rowhouse_gate;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['grant_handover(uuid,uuid,text,bytea,bytea)', 'take_handover(bytea,text,bytea)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
