-- Credentials of machines: one org's own, and a person's. Both are stored as their SHA-256 and nothing else.
CREATE TABLE "api_token" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "tail" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by_id" UUID NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "replaced_by" UUID,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "user_token" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "tail" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "replaced_by" UUID,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,

    CONSTRAINT "user_token_pkey" PRIMARY KEY ("user_id","id")
);

CREATE TABLE "user_token_use" (
    "org_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tail" TEXT NOT NULL,
    "first_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_ip" TEXT NOT NULL,
    "blocked_at" TIMESTAMPTZ(3),
    "blocked_by" TEXT,

    CONSTRAINT "user_token_use_pkey" PRIMARY KEY ("org_id","token_id")
);

CREATE TABLE "api_replay" (
    "org_id" UUID NOT NULL,
    "credential" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" INTEGER,
    "body" TEXT,

    CONSTRAINT "api_replay_pkey" PRIMARY KEY ("org_id","credential","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");
CREATE UNIQUE INDEX "user_token_hash_key" ON "user_token"("hash");
CREATE INDEX "user_token_use_org_id_user_id_idx" ON "user_token_use"("org_id", "user_id");
CREATE INDEX "api_replay_org_id_created_at_idx" ON "api_replay"("org_id", "created_at");

-- AddForeignKey. The walls bind the migrator, too, while the new keys are checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "app_user" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_token" ADD CONSTRAINT "user_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "user_token_use" ADD CONSTRAINT "user_token_use_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Who leaves the org takes what their own tokens did here along.
ALTER TABLE "user_token_use" ADD CONSTRAINT "user_token_use_org_id_user_id_fkey" FOREIGN KEY ("org_id", "user_id") REFERENCES "membership"("org_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_replay" ADD CONSTRAINT "api_replay_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;
ALTER TABLE "membership" FORCE ROW LEVEL SECURITY;
ALTER TABLE "app_user" FORCE ROW LEVEL SECURITY;

-- What a column may hold.
ALTER TABLE api_token ADD CONSTRAINT api_token_shape CHECK (length(name) BETWEEN 1 AND 80 AND length(hash) = 32 AND length(tail) = 4);
ALTER TABLE user_token ADD CONSTRAINT user_token_shape CHECK (length(name) BETWEEN 1 AND 80 AND length(hash) = 32 AND length(tail) = 4);
ALTER TABLE api_token ALTER COLUMN scopes SET NOT NULL;
ALTER TABLE user_token ALTER COLUMN scopes SET NOT NULL;
ALTER TABLE user_token_use ADD CONSTRAINT user_token_use_blocked CHECK ((blocked_at IS NULL) = (blocked_by IS NULL));
ALTER TABLE api_replay ADD CONSTRAINT api_replay_shape CHECK (length(key) BETWEEN 1 AND 255 AND length(fingerprint) = 32 AND (status IS NULL) = (body IS NULL));

SELECT isolate('api_token');
SELECT isolate('user_token_use');
SELECT isolate('api_replay');
SELECT isolate_user('user_token');

GRANT SELECT, UPDATE (last_used_at, last_used_ip) ON api_token TO rowhouse_gate;
GRANT SELECT, UPDATE (last_used_at, last_used_ip) ON user_token TO rowhouse_gate;
GRANT SELECT, INSERT, UPDATE (last_used_at, last_used_ip) ON user_token_use TO rowhouse_gate;

-- Enter an org, or a workspace of it, by a token: the token is the proof, as a session is elsewhere. In this order, so
-- that nothing can be learned with a token that is none: the token by its hash (of the org that it claims, or a
-- person's own), in time and not revoked, else RH401 whatever was asked for; then the org that was asked for; then that
-- an org's token is of that very org, and that its maker is a member now, with the role of now, and has been one since
-- it was made: who was removed and came back starts anew. RH403 for all of that.
-- p_roles and p_scope are checked when given, so that the reads behind it in the flight run for whoever may alone.
-- That it was used is written once a minute, by whoever gets the row first: nobody waits for it.
CREATE FUNCTION enter_org_by_token(p_host text, p_org uuid, p_bound uuid, p_hash bytea, p_ip text, p_roles text[],
  p_scope text, p_workspace text)
RETURNS TABLE (org_id uuid, slug text, name text, color text, role text, joined_at timestamptz,
  seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[],
  limits jsonb, logo text, icon text, primary_host text, workspace_id uuid, workspace_slug text, workspace_name text,
  workspace_archived boolean, user_id uuid, token_id uuid, token_name text, token_scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  used timestamptz; made timestamptz; token_tail text; found_org uuid; host_state text; host_until timestamptz;
  blocked timestamptz; used_here timestamptz;
BEGIN
  IF p_bound IS NOT NULL THEN
    SELECT t.id, t.name, t.scopes, t.created_by_id, t.last_used_at, t.created_at, t.tail
      INTO token_id, token_name, token_scopes, enter_org_by_token.user_id, used, made, token_tail
      FROM api_token t
      WHERE t.hash = p_hash AND t.org_id = p_bound AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
  ELSE
    -- What a person calls their token is nobody's business here: it goes by its end.
    SELECT t.id, '…' || t.tail, t.scopes, t.user_id, t.last_used_at, t.created_at, t.tail
      INTO token_id, token_name, token_scopes, enter_org_by_token.user_id, used, made, token_tail
      FROM user_token t
      WHERE t.hash = p_hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
  END IF;
  IF token_id IS NULL THEN RAISE EXCEPTION 'no such token' USING ERRCODE = 'RH401', DETAIL = 'token'; END IF;

  IF (p_host IS NULL) = (p_org IS NULL) THEN RAISE EXCEPTION 'host or organization' USING ERRCODE = 'RH404'; END IF;
  IF p_host IS NOT NULL THEN
    SELECT h.org_id, h.state, h.former_until INTO found_org, host_state, host_until FROM org_host h WHERE h.host = p_host;
  ELSE
    found_org := p_org;
    host_state := 'live';
  END IF;
  SELECT o.slug, o.name, o.color, o.plan, o.features, o.features_off, o.limits, o.logo, o.icon
    INTO enter_org_by_token.slug, enter_org_by_token.name, enter_org_by_token.color, enter_org_by_token.plan,
      enter_org_by_token.features, enter_org_by_token.features_off, enter_org_by_token.limits, enter_org_by_token.logo,
      enter_org_by_token.icon
    FROM org o WHERE o.id = found_org AND o.deleted_at IS NULL;
  IF NOT FOUND OR (host_state = 'former' AND host_until <= now()) THEN
    RAISE EXCEPTION 'no organization here' USING ERRCODE = 'RH404';
  END IF;
  IF p_bound IS NOT NULL AND p_bound <> found_org THEN
    RAISE EXCEPTION 'another organization''s token' USING ERRCODE = 'RH403';
  END IF;
  SELECT found_org, m.role, m.joined_at, m.last_seen_at, m.name, m.email, u.email_verified_at IS NOT NULL
    INTO enter_org_by_token.org_id, enter_org_by_token.role, enter_org_by_token.joined_at, enter_org_by_token.seen_at,
      enter_org_by_token.user_name, enter_org_by_token.email, enter_org_by_token.verified
    FROM membership m JOIN app_user u ON u.id = m.user_id
    WHERE m.org_id = found_org AND m.user_id = enter_org_by_token.user_id AND (p_bound IS NULL OR m.joined_at <= made);
  IF NOT FOUND THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403'; END IF;
  IF p_bound IS NULL THEN
    SELECT s.blocked_at, s.last_used_at INTO blocked, used_here FROM user_token_use s
      WHERE s.org_id = found_org AND s.token_id = enter_org_by_token.token_id;
    IF blocked IS NOT NULL THEN RAISE EXCEPTION 'blocked here' USING ERRCODE = 'RH403'; END IF;
  END IF;
  SELECT h.host INTO primary_host FROM org_host h WHERE h.org_id = found_org AND h.primary_of = found_org;
  IF host_state = 'former' OR (position('.' IN p_host) > 0 AND p_host IS DISTINCT FROM primary_host) THEN
    RAISE EXCEPTION 'moved' USING ERRCODE = 'RH301', DETAIL = coalesce(primary_host, enter_org_by_token.slug);
  END IF;
  IF (p_roles IS NOT NULL AND NOT (enter_org_by_token.role = ANY (p_roles)))
    OR (p_scope IS NOT NULL AND NOT (p_scope = ANY (token_scopes))) THEN
    RAISE EXCEPTION 'role may not' USING ERRCODE = 'RH405', DETAIL = enter_org_by_token.role;
  END IF;

  IF p_workspace = 'main' THEN
    SELECT w.id, 'main', '', false INTO enter_org_by_token.workspace_id, workspace_slug, workspace_name, workspace_archived
      FROM workspace w WHERE w.org_id = found_org AND w.id = found_org;
  ELSIF p_workspace IS NOT NULL THEN
    SELECT t.id, t.slug, t.name, t.archived_at IS NOT NULL
      INTO enter_org_by_token.workspace_id, workspace_slug, workspace_name, workspace_archived
      FROM sub_team t WHERE t.org_id = found_org AND t.slug = p_workspace AND t.deleted_at IS NULL;
  END IF;
  IF p_workspace IS NOT NULL AND enter_org_by_token.workspace_id IS NULL THEN
    RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404', DETAIL = 'workspace';
  END IF;
  IF p_workspace <> 'main' AND enter_org_by_token.role NOT IN ('owner', 'admin') THEN
    PERFORM 1 FROM sub_team_member s WHERE s.org_id = found_org AND s.sub_team_id = enter_org_by_token.workspace_id
      AND s.user_id = enter_org_by_token.user_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'not in this sub-team' USING ERRCODE = 'RH406'; END IF;
  END IF;

  IF used IS NULL OR used < now() - interval '1 minute' THEN
    IF p_bound IS NOT NULL THEN
      UPDATE api_token t SET last_used_at = now(), last_used_ip = p_ip WHERE (t.org_id, t.id) IN (
        SELECT l.org_id, l.id FROM api_token l WHERE l.org_id = p_bound AND l.id = enter_org_by_token.token_id
          FOR UPDATE SKIP LOCKED);
    ELSE
      UPDATE user_token t SET last_used_at = now(), last_used_ip = p_ip WHERE (t.user_id, t.id) IN (
        SELECT l.user_id, l.id FROM user_token l
          WHERE l.user_id = enter_org_by_token.user_id AND l.id = enter_org_by_token.token_id FOR UPDATE SKIP LOCKED);
    END IF;
  END IF;
  IF p_bound IS NULL AND used_here IS NULL THEN
    INSERT INTO user_token_use (org_id, token_id, user_id, tail, last_used_ip)
      VALUES (found_org, enter_org_by_token.token_id, enter_org_by_token.user_id, token_tail, p_ip) ON CONFLICT DO NOTHING;
  ELSIF used_here < now() - interval '1 minute' THEN
    UPDATE user_token_use s SET last_used_at = now(), last_used_ip = p_ip WHERE (s.org_id, s.token_id) IN (
      SELECT l.org_id, l.token_id FROM user_token_use l
        WHERE l.org_id = found_org AND l.token_id = enter_org_by_token.token_id FOR UPDATE SKIP LOCKED);
  END IF;
  PERFORM set_config('app.workspace_id', coalesce(enter_org_by_token.workspace_id::text, ''), true),
    set_config('app.org_id', found_org::text, true), set_config('app.user_id', enter_org_by_token.user_id::text, true);
  RETURN NEXT;
END $$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure := 'enter_org_by_token(text,uuid,uuid,bytea,text,text[],text,text)';
BEGIN
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
  -- Last: once the gate owns it, the role that migrates may grant and revoke nothing on it, and says so to nobody.
  EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
