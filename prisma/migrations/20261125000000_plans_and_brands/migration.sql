-- What an organization may (its plan, and what an operator or it itself changed of it), how it looks, which of its
-- hosts people are led to, and whether it was deleted.
ALTER TABLE "org"
  ADD COLUMN "plan" TEXT NOT NULL DEFAULT 'free',
  ADD COLUMN "features" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "features_off" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "limits" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "logo" TEXT,
  ADD COLUMN "icon" TEXT,
  ADD COLUMN "sign_in_message" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "deleted_at" TIMESTAMPTZ(3),
  ADD COLUMN "deleted_by" UUID,
  ADD CONSTRAINT "org_plan_known" CHECK ("plan" IN ('free', 'team', 'business')),
  ADD CONSTRAINT "org_overrides_are_objects" CHECK (jsonb_typeof("features") = 'object' AND jsonb_typeof("limits") = 'object'),
  -- The name of a stored picture: the beginning of its hash.
  ADD CONSTRAINT "org_logo_name" CHECK ("logo" ~ '^[0-9a-f]{16}\.png$'),
  ADD CONSTRAINT "org_icon_name" CHECK ("icon" ~ '^[0-9a-f]{16}\.png$'),
  ADD CONSTRAINT "org_sign_in_message_length" CHECK (length("sign_in_message") <= 200);

-- The host that people are led to: the org's id on one live host of it, else null (then it is the subdomain).
ALTER TABLE "org_host"
  ADD COLUMN "primary_of" UUID,
  ADD CONSTRAINT "org_host_primary_own" CHECK ("primary_of" IS NULL OR ("primary_of" = "org_id" AND "state" = 'live'));
CREATE UNIQUE INDEX "org_host_org_id_primary_of_key" ON "org_host"("org_id", "primary_of");

GRANT SELECT (plan, features, features_off, limits, logo, icon, sign_in_message, deleted_at) ON org TO rowhouse_gate;

-- The gate's functions that meet an org, made anew: a deleted one is nowhere; a host that isn't the one to be led to
-- (a former subdomain, a custom domain beside the primary one) says where to go. The subdomain itself always opens:
-- it is the way in when a custom domain fails.
DROP FUNCTION enter_org(text, uuid, uuid, uuid, text[]);
DROP FUNCTION enter_invitation(bytea, uuid, uuid);
DROP FUNCTION peek_invitation(bytea);
DROP FUNCTION host_info(text);
DROP FUNCTION my_orgs();
DROP FUNCTION my_invitations();

CREATE FUNCTION enter_org(p_host text, p_org uuid, p_user uuid, p_session uuid, p_roles text[])
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, joined_at timestamptz,
  seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[],
  limits jsonb, logo text, icon text, primary_host text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found_org uuid; host_state text; host_until timestamptz; first_host text;
BEGIN
  IF (p_host IS NULL) = (p_org IS NULL) THEN RAISE EXCEPTION 'host or organization' USING ERRCODE = 'RH404'; END IF;
  IF p_host IS NOT NULL THEN
    SELECT h.org_id, h.state, h.former_until INTO found_org, host_state, host_until FROM org_host h WHERE h.host = p_host;
  ELSE
    found_org := p_org;
    host_state := 'live';
  END IF;
  SELECT o.slug, o.name, o.color, o.plan, o.features, o.features_off, o.limits, o.logo, o.icon
    INTO enter_org.slug, enter_org.name, enter_org.color, enter_org.plan, enter_org.features, enter_org.features_off,
      enter_org.limits, enter_org.logo, enter_org.icon
    FROM org o WHERE o.id = found_org AND o.deleted_at IS NULL;
  IF NOT FOUND OR (host_state = 'former' AND host_until <= now()) THEN
    RAISE EXCEPTION 'no organization here' USING ERRCODE = 'RH404';
  END IF;
  SELECT h.host INTO first_host FROM org_host h WHERE h.org_id = found_org AND h.primary_of = found_org;
  IF host_state = 'former' OR (position('.' IN p_host) > 0 AND p_host IS DISTINCT FROM first_host) THEN
    RAISE EXCEPTION 'moved' USING ERRCODE = 'RH301', DETAIL = coalesce(first_host, enter_org.slug);
  END IF;
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;

  SELECT found_org, first_host, m.role, m.joined_at, m.last_seen_at, u.name, u.email, u.email_verified_at IS NOT NULL
    INTO enter_org.org_id, enter_org.primary_host, enter_org.role, enter_org.joined_at, enter_org.seen_at,
      enter_org.user_name, enter_org.email, enter_org.verified
    FROM membership m JOIN app_user u ON u.id = m.user_id
    WHERE m.org_id = found_org AND m.user_id = p_user;
  IF NOT FOUND THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403'; END IF;
  IF p_roles IS NOT NULL AND NOT (enter_org.role = ANY (p_roles)) THEN
    RAISE EXCEPTION 'role may not' USING ERRCODE = 'RH405', DETAIL = enter_org.role;
  END IF;
  PERFORM set_config('app.org_id', found_org::text, true), set_config('app.user_id', p_user::text, true);
  RETURN NEXT;
END $$;

-- Enter an org as a person that nobody is: a job of the worker. Only one that is there; no user is in scope.
CREATE FUNCTION enter_org_as_job(p_org uuid) RETURNS TABLE (org_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM org o WHERE o.id = p_org AND o.deleted_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such organization' USING ERRCODE = 'RH404'; END IF;
  PERFORM set_config('app.org_id', p_org::text, true), set_config('app.user_id', '', true);
  enter_org_as_job.org_id := p_org;
  RETURN NEXT;
END $$;

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
  IF NOT FOUND OR NOT EXISTS (SELECT 1 FROM org o WHERE o.id = inv.org_id AND o.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'RH404';
  END IF;
  IF inv.status <> 'pending' THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = inv.status; END IF;
  IF inv.expires_at <= now() THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'expired'; END IF;
  IF inv.email <> mine THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'other_address'; END IF;
  PERFORM set_config('app.org_id', inv.org_id::text, true), set_config('app.user_id', p_user::text, true);
  enter_invitation.org_id := inv.org_id;
  enter_invitation.invitation_id := inv.id;
  RETURN NEXT;
END $$;

CREATE FUNCTION peek_invitation(p_hash bytea)
RETURNS TABLE (org_name text, org_slug text, org_color text, org_logo text, plan text, features jsonb,
  features_off text[], org_host text, email text, role text,
  invited_by text, status text, expires_at timestamptz, settled_at timestamptz, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, o.slug, o.color, o.logo, o.plan, o.features, o.features_off, coalesce(h.host, o.slug), i.email, i.role, i.invited_by,
    CASE WHEN i.status = 'pending' AND i.expires_at <= now() THEN 'expired' ELSE i.status END, i.expires_at, i.settled_at,
    EXISTS (SELECT 1 FROM app_user u WHERE u.email = i.email)
  FROM invitation i JOIN org o ON o.id = i.org_id LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE i.token_hash = p_hash AND o.deleted_at IS NULL
$$;

CREATE FUNCTION host_info(p_host text)
RETURNS TABLE (slug text, name text, color text, logo text, icon text, sign_in_message text, plan text, features jsonb,
  features_off text[], moved boolean, leads_to text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.slug, o.name, o.color, o.logo, o.icon, o.sign_in_message, o.plan, o.features, o.features_off,
    h.state = 'former' OR (position('.' IN p_host) > 0 AND h.primary_of IS NULL), coalesce(f.host, o.slug)
  FROM org_host h JOIN org o ON o.id = h.org_id LEFT JOIN org_host f ON f.org_id = o.id AND f.primary_of = o.id
  WHERE h.host = p_host AND (h.state = 'live' OR h.former_until > now()) AND o.deleted_at IS NULL
$$;

CREATE FUNCTION my_orgs()
RETURNS TABLE (org_id uuid, slug text, name text, color text, logo text, plan text, features jsonb, features_off text[],
  host text, role text, joined_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.slug, o.name, o.color, o.logo, o.plan, o.features, o.features_off, coalesce(h.host, o.slug), m.role, m.joined_at, m.last_seen_at
  FROM membership m JOIN org o ON o.id = m.org_id LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE m.user_id = current_setting('app.user_id')::uuid AND o.deleted_at IS NULL
  ORDER BY m.last_seen_at DESC, o.id
$$;

CREATE FUNCTION my_invitations()
RETURNS TABLE (org_id uuid, invitation_id uuid, org_name text, org_slug text, org_color text, org_logo text, plan text,
  features jsonb, features_off text[], org_host text, role text, invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.id, o.name, o.slug, o.color, o.logo, o.plan, o.features, o.features_off,
    coalesce(h.host, o.slug), i.role, i.invited_by, i.expires_at
  FROM app_user u JOIN invitation i ON i.pending_email = u.email JOIN org o ON o.id = i.org_id
    LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE u.id = current_setting('app.user_id')::uuid AND u.email_verified_at IS NOT NULL AND i.expires_at > now()
    AND o.deleted_at IS NULL
  ORDER BY i.created_at DESC
$$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'enter_org(text,uuid,uuid,uuid,text[])', 'enter_org_as_job(uuid)', 'enter_invitation(bytea,uuid,uuid)',
    'peek_invitation(bytea)', 'host_info(text)', 'my_orgs()', 'my_invitations()'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
