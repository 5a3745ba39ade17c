-- The gate: the short list of questions that must be answered before, or outside, any scope. Each is one
-- SECURITY DEFINER function with a pinned search_path (pg_temp last, so that nobody's
-- temporary view is taken for a table), owned by rowhouse_gate, a role that nobody can sign in
-- as and that may touch only the columns granted here. The app may call these functions and nothing else that
-- crosses a wall. Refusals are SQLSTATEs of class RH, so that a whole flight aborts before its queries run:
--   RH404 no such host or organization   RH301 moved (DETAIL: the new slug)   RH401 session ended
--   RH403 not a member                   RH405 role may not                   RH409 invitation (DETAIL: why)
GRANT SELECT (id, email, name, email_verified_at, password_hash) ON app_user TO rowhouse_gate;
GRANT SELECT (id, user_id, expires_at, revoked_at, last_seen_at) ON session TO rowhouse_gate;
GRANT SELECT (id, slug, name, color), UPDATE (updated_at) ON org TO rowhouse_gate;
GRANT SELECT, DELETE ON org_host TO rowhouse_gate;
GRANT SELECT, UPDATE (email, name, name_key, search) ON membership TO rowhouse_gate;
GRANT SELECT ON invitation TO rowhouse_gate;
GRANT SELECT, UPDATE (used_at) ON mail_token TO rowhouse_gate;
GRANT SELECT, UPDATE (used_at) ON handover TO rowhouse_gate;

-- Enter an org: by its host (a page) or by its id (the API's header, a token's claim), never both. Checks the
-- session and the membership, then sets the scope of this transaction. What follows in the flight runs inside.
CREATE FUNCTION enter_org(p_host text, p_org uuid, p_user uuid, p_session uuid, p_roles text[])
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, joined_at timestamptz,
  seen_at timestamptz, user_name text, email text, verified boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found_org uuid; host_state text; host_until timestamptz;
BEGIN
  IF (p_host IS NULL) = (p_org IS NULL) THEN RAISE EXCEPTION 'host or organization' USING ERRCODE = 'RH404'; END IF;
  IF p_host IS NOT NULL THEN
    SELECT h.org_id, h.state, h.former_until INTO found_org, host_state, host_until FROM org_host h WHERE h.host = p_host;
  ELSE
    SELECT o.id, 'live' INTO found_org, host_state FROM org o WHERE o.id = p_org;
  END IF;
  IF found_org IS NULL OR (host_state = 'former' AND host_until <= now()) THEN
    RAISE EXCEPTION 'no organization here' USING ERRCODE = 'RH404';
  END IF;
  IF host_state = 'former' THEN
    RAISE EXCEPTION 'moved' USING ERRCODE = 'RH301', DETAIL = (SELECT o.slug FROM org o WHERE o.id = found_org);
  END IF;
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;

  SELECT found_org, o.slug, o.name, o.color, m.role, m.joined_at, m.last_seen_at, u.name, u.email, u.email_verified_at IS NOT NULL
    INTO enter_org.org_id, enter_org.slug, enter_org.name, enter_org.color, enter_org.role, enter_org.joined_at,
      enter_org.seen_at, enter_org.user_name, enter_org.email, enter_org.verified
    FROM membership m JOIN org o ON o.id = m.org_id JOIN app_user u ON u.id = m.user_id
    WHERE m.org_id = found_org AND m.user_id = p_user;
  IF NOT FOUND THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403'; END IF;
  IF p_roles IS NOT NULL AND NOT (enter_org.role = ANY (p_roles)) THEN
    RAISE EXCEPTION 'role may not' USING ERRCODE = 'RH405', DETAIL = enter_org.role;
  END IF;
  PERFORM set_config('app.org_id', found_org::text, true), set_config('app.user_id', p_user::text, true);
  RETURN NEXT;
END $$;

-- Enter one's own rows: the session must stand.
CREATE FUNCTION enter_user(p_user uuid, p_session uuid)
RETURNS TABLE (user_id uuid, name text, email text, verified boolean, seen_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT u.id, u.name, u.email, u.email_verified_at IS NOT NULL, s.last_seen_at
    INTO enter_user.user_id, enter_user.name, enter_user.email, enter_user.verified, enter_user.seen_at
    FROM session s JOIN app_user u ON u.id = s.user_id
    WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  PERFORM set_config('app.user_id', p_user::text, true);
  RETURN NEXT;
END $$;

-- Enter an org as the person an invitation was sent to: only with its secret, in time, with that address.
CREATE FUNCTION enter_invitation(p_hash bytea, p_user uuid, p_session uuid)
RETURNS TABLE (org_id uuid, invitation_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  inv invitation; mine text;
BEGIN
  SELECT u.email INTO mine FROM session s JOIN app_user u ON u.id = s.user_id
    WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  SELECT * INTO inv FROM invitation i WHERE i.token_hash = p_hash;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'RH404'; END IF;
  IF inv.status <> 'pending' THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = inv.status; END IF;
  IF inv.expires_at <= now() THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'expired'; END IF;
  IF inv.email <> mine THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'other_address'; END IF;
  PERFORM set_config('app.org_id', inv.org_id::text, true), set_config('app.user_id', p_user::text, true);
  enter_invitation.org_id := inv.org_id;
  enter_invitation.invitation_id := inv.id;
  RETURN NEXT;
END $$;

-- What the holder of an invitation's secret may see before accepting.
CREATE FUNCTION peek_invitation(p_hash bytea)
RETURNS TABLE (org_name text, org_slug text, org_color text, email text, role text, invited_by text, status text,
  expires_at timestamptz, settled_at timestamptz, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, o.slug, o.color, i.email, i.role, i.invited_by,
    CASE WHEN i.status = 'pending' AND i.expires_at <= now() THEN 'expired' ELSE i.status END, i.expires_at, i.settled_at,
    EXISTS (SELECT 1 FROM app_user u WHERE u.email = i.email)
  FROM invitation i JOIN org o ON o.id = i.org_id WHERE i.token_hash = p_hash
$$;

-- What anybody may know of a host: whose sign-in page it is, or where it moved.
CREATE FUNCTION host_info(p_host text)
RETURNS TABLE (slug text, name text, color text, moved boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.slug, o.name, o.color, h.state = 'former'
  FROM org_host h JOIN org o ON o.id = h.org_id
  WHERE h.host = p_host AND (h.state = 'live' OR h.former_until > now())
$$;

-- free | taken | held (a former subdomain that still redirects, unless it is the asking org's own)
CREATE FUNCTION slug_state(p_slug text, p_org uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((SELECT CASE WHEN h.state = 'live' THEN 'taken' WHEN h.org_id = p_org THEN 'free'
    WHEN h.former_until > now() THEN 'held' ELSE 'free' END FROM org_host h WHERE h.host = p_slug), 'free')
$$;

-- Makes room for a claim: removes a former subdomain whose 90 days are over. True when the name was held by one.
CREATE FUNCTION release_lapsed_host(p_host text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH gone AS (DELETE FROM org_host h WHERE h.host = p_host AND h.state = 'former' AND h.former_until <= now() RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM gone)
$$;

-- My organizations: asked in my own scope only.
CREATE FUNCTION my_orgs()
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, joined_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.slug, o.name, o.color, m.role, m.joined_at, m.last_seen_at
  FROM membership m JOIN org o ON o.id = m.org_id
  WHERE m.user_id = current_setting('app.user_id')::uuid
  ORDER BY m.last_seen_at DESC, o.id
$$;

-- Invitations that wait for me: by my address, and only once it is verified.
CREATE FUNCTION my_invitations()
RETURNS TABLE (org_id uuid, invitation_id uuid, org_name text, org_slug text, org_color text, role text, invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.id, o.name, o.slug, o.color, i.role, i.invited_by, i.expires_at
  FROM app_user u JOIN invitation i ON i.pending_email = u.email JOIN org o ON o.id = i.org_id
  WHERE u.id = current_setting('app.user_id')::uuid AND u.email_verified_at IS NOT NULL AND i.expires_at > now()
  ORDER BY i.created_at DESC
$$;

-- The same door as enter_invitation, for an invitation found in my_invitations: the verified address is the proof.
CREATE FUNCTION enter_my_invitation(p_org uuid, p_invitation uuid, p_user uuid, p_session uuid)
RETURNS TABLE (org_id uuid, invitation_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  secret bytea;
BEGIN
  SELECT i.token_hash INTO secret FROM app_user u JOIN invitation i ON i.email = u.email
    WHERE u.id = p_user AND u.email_verified_at IS NOT NULL AND i.org_id = p_org AND i.id = p_invitation;
  RETURN QUERY SELECT e.org_id, e.invitation_id FROM enter_invitation(secret, p_user, p_session) e;
END $$;

-- What signing in needs to know of an address; nothing when it is unknown.
CREATE FUNCTION sign_in_lookup(p_email text)
RETURNS TABLE (user_id uuid, name text, password_hash text, verified boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.id, u.name, u.password_hash, u.email_verified_at IS NOT NULL FROM app_user u WHERE u.email = p_email
$$;

-- Uses up a mailed secret: the first call in time gets the user, every other call nothing.
CREATE FUNCTION take_mail_token(p_hash bytea, p_purpose text)
RETURNS TABLE (user_id uuid, email text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH taken AS (
    UPDATE mail_token t SET used_at = now()
    WHERE t.token_hash = p_hash AND t.purpose = p_purpose AND t.used_at IS NULL AND t.expires_at > now() RETURNING t.user_id
  )
  SELECT u.id, u.email FROM taken JOIN app_user u ON u.id = taken.user_id
$$;

-- Uses up a hand-over code, for the host it was made for and the holder of the verifier.
CREATE FUNCTION take_handover(p_hash bytea, p_host text, p_challenge bytea)
RETURNS TABLE (user_id uuid, session_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH taken AS (
    UPDATE handover h SET used_at = now()
    WHERE h.code_hash = p_hash AND h.host = p_host AND h.challenge = p_challenge AND h.used_at IS NULL AND h.expires_at > now()
    RETURNING h.user_id, h.session_id
  )
  SELECT t.user_id, t.session_id FROM taken t JOIN session s ON s.user_id = t.user_id AND s.id = t.session_id
  WHERE s.revoked_at IS NULL AND s.expires_at > now()
$$;

-- Part-of-a-word search over an org's members. LIKE is not leakproof, so under the wall it could use no index;
-- here it may, and the caller joins the answer back to the walled table. Raises unless the org asked for is the
-- one in scope: a search without an org is refused, not empty.
CREATE FUNCTION search_members(p_org uuid, p_query text, p_limit int) RETURNS TABLE (user_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF p_org IS NULL OR p_org IS DISTINCT FROM current_setting('app.org_id')::uuid THEN
    RAISE EXCEPTION 'search needs the organization in scope' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY SELECT m.user_id FROM membership m
    WHERE m.org_id = p_org AND m.search LIKE '%' || replace(replace(replace(p_query, '\', '\\'), '%', '\%'), '_', '\_') || '%'
    LIMIT p_limit;
END $$;

-- A membership's e-mail and name are the user's own: filled here, so that no writer can forge them.
CREATE FUNCTION fill_member_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT u.email, u.name, lower(u.name), lower(u.name || ' ' || u.email) INTO NEW.email, NEW.name, NEW.name_key, NEW.search
    FROM app_user u WHERE u.id = NEW.user_id;
  RETURN NEW;
END $$;
CREATE TRIGGER fill_profile BEFORE INSERT OR UPDATE OF email, name, name_key, search, user_id ON membership
  FOR EACH ROW EXECUTE FUNCTION fill_member_profile();

CREATE FUNCTION copy_member_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE membership m SET email = NEW.email WHERE m.user_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER copy_profile AFTER UPDATE OF email, name ON app_user
  FOR EACH ROW WHEN (OLD.email <> NEW.email OR OLD.name <> NEW.name) EXECUTE FUNCTION copy_member_profile();

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'enter_org(text,uuid,uuid,uuid,text[])', 'enter_user(uuid,uuid)', 'enter_invitation(bytea,uuid,uuid)',
    'enter_my_invitation(uuid,uuid,uuid,uuid)', 'peek_invitation(bytea)', 'host_info(text)', 'slug_state(text,uuid)',
    'release_lapsed_host(text)', 'my_orgs()', 'my_invitations()', 'sign_in_lookup(text)', 'take_mail_token(bytea,text)',
    'take_handover(bytea,text,bytea)', 'search_members(uuid,text,int)', 'fill_member_profile()', 'copy_member_profile()'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    IF (SELECT prorettype <> 'trigger'::regtype FROM pg_proc WHERE oid = f) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    END IF;
    -- Last: once the gate owns it, the role that migrates may grant and revoke nothing on it, and says so to nobody.
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
