-- THE RULE of scopes. A scope is a ticket that only the gate issues, after it has checked a session, a token, or an invitation:
-- organization, workspace, person, what vouched for it, when it expires, and an HMAC-SHA-256 whose key only the gate reads.
-- A statement's scope is the ticket in app.ticket. Anyone may set that; what isn't the gate's own word opens nothing.
--
--   v1.<key>.<organization>.<workspace>.<person>.<kind>.<proof>.<expires>.<HMAC>        a leading "-": without the workspace
--
-- kind      vouched for by                                     stands while
-- session   a session of a member                              session and membership stand
-- api_token, user_token   a token, and its creator's membership   token and membership stand
-- person    a session; no organization                         the session stands
-- invitation, founding, own, restoring   a session, and what was checked on entering   the session stands
-- account   the sign-in code; no organization                  it expires
-- job, machine, owner     the worker; a relay's signature; the tables' owner   it expires
CREATE TABLE "ticket_key" (
    "id" INTEGER NOT NULL,
    "inner_pad" BYTEA NOT NULL,
    "outer_pad" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_key_pkey" PRIMARY KEY ("id")
);
-- The keys as HMAC uses them (RFC 2104). Forced, and without a policy: not even the table's owner reads it.
ALTER TABLE ticket_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_key FORCE ROW LEVEL SECURITY;
REVOKE ALL ON ticket_key FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON ticket_key TO rowhouse_gate;

-- What the scope's functions and entrances read besides.
GRANT SELECT (id) ON workspace TO rowhouse_gate;
GRANT INSERT (user_id, id, expires_at, user_agent, ip, proved_at) ON session TO rowhouse_gate;
-- A session is started by the sign-in code alone, once someone has proved who they are.
REVOKE INSERT ON session FROM rowhouse_app;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;

-- A new key issues all tickets from now on. The one before is good until its tickets have expired; keys
-- that were replaced earlier go.
CREATE FUNCTION rotate_ticket_key() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- Six random UUIDs hold 732 random bits; an HMAC key is as long as the hash.
  secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
  last int;
BEGIN
  FOR i IN 0..31 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # get_byte(secret, i));
    outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # get_byte(secret, i));
  END LOOP;
  SELECT max(k.id) INTO last FROM ticket_key k;
  DELETE FROM ticket_key k WHERE EXISTS (
    SELECT 1 FROM ticket_key later WHERE later.id > k.id AND later.created_at < now() - interval '10 minutes');
  INSERT INTO ticket_key (id, inner_pad, outer_pad) VALUES (coalesce(last, 0) + 1, inner_pad, outer_pad);
  RETURN coalesce(last, 0) + 1;
END $$;
SELECT rotate_ticket_key();

-- Issues a ticket and makes it the scope of this transaction. The gate's own functions alone may call it.
CREATE FUNCTION issue_ticket(p_org uuid, p_workspace uuid, p_user uuid, p_kind text, p_proof uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  ticket text;
BEGIN
  SELECT b.body || '.' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(b.body, 'UTF8'))), 'hex') INTO ticket
    FROM ticket_key k CROSS JOIN LATERAL (SELECT concat_ws('.', 'v1', k.id, coalesce(p_org::text, ''), coalesce(p_workspace::text, ''),
      coalesce(p_user::text, ''), p_kind, coalesce(p_proof::text, ''),
      floor(date_part('epoch', clock_timestamp()) + 120)::bigint) AS body) b
    ORDER BY k.id DESC LIMIT 1;
  PERFORM set_config('app.ticket', ticket, true);
  RETURN ticket;
END $$;

-- What the ticket of this statement opens, each of these in its own function: checked once a statement, since the policies
-- ask in a sub-select. They differ in their last line alone, so they are written once.
DO $outer$
DECLARE
  checked text := $body$
DECLARE
  t text := current_setting('app.ticket', true);
  whole text := ltrim(t, '-');
  p text[] := string_to_array(whole, '.');
BEGIN
  IF p[1] IS DISTINCT FROM 'v1' OR cardinality(p) <> 9 THEN
    RAISE EXCEPTION 'no scope: there is no ticket' USING ERRCODE = '42501';
  END IF;
  -- What vouched for it is looked up together with the key. A comparison of hashes tells a forger nothing: they would have
  -- to guess eight bytes at once.
  CASE p[6]
    WHEN 'session' THEN
      PERFORM 1 FROM ticket_key k, membership m, session s WHERE k.id = p[2]::int AND {mac}
        AND m.org_id = p[3]::uuid AND m.user_id = p[5]::uuid
        AND s.user_id = p[5]::uuid AND s.id = p[7]::uuid AND s.revoked_at IS NULL AND s.expires_at > now();
    WHEN 'api_token' THEN
      PERFORM 1 FROM ticket_key k, membership m, api_token a WHERE k.id = p[2]::int AND {mac}
        AND m.org_id = p[3]::uuid AND m.user_id = p[5]::uuid
        AND a.org_id = p[3]::uuid AND a.id = p[7]::uuid AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > now());
    WHEN 'user_token' THEN
      PERFORM 1 FROM ticket_key k, membership m, user_token a WHERE k.id = p[2]::int AND {mac}
        AND m.org_id = p[3]::uuid AND m.user_id = p[5]::uuid
        AND a.user_id = p[5]::uuid AND a.id = p[7]::uuid AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > now());
    WHEN 'account', 'job', 'machine', 'owner' THEN
      PERFORM 1 FROM ticket_key k WHERE k.id = p[2]::int AND {mac};
    ELSE
      PERFORM 1 FROM ticket_key k, session s WHERE k.id = p[2]::int AND {mac}
        AND s.user_id = p[5]::uuid AND s.id = p[7]::uuid AND s.revoked_at IS NULL AND s.expires_at > now();
  END CASE;
  IF NOT FOUND THEN
    PERFORM 1 FROM ticket_key k WHERE k.id = p[2]::int AND {mac};
    IF NOT FOUND THEN RAISE EXCEPTION 'no scope: the gate issued no such ticket' USING ERRCODE = '42501'; END IF;
    IF EXISTS (SELECT 1 FROM session s WHERE s.user_id = p[5]::uuid AND s.id = p[7]::uuid AND s.revoked_at IS NULL AND s.expires_at > now()) THEN
      RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403';
    END IF;
    RAISE EXCEPTION 'what vouched for the ticket has ended' USING ERRCODE = 'RH401';
  END IF;
  IF to_timestamp(p[8]::float8) <= clock_timestamp() THEN
    RAISE EXCEPTION 'the ticket has expired' USING ERRCODE = 'RH503';
  END IF;
  {result}
END $body$;
  name text; type text; result text;
BEGIN
  checked := replace(checked, '{mac}',
    $mac$sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(whole, -65), 'UTF8'))) = decode(p[9], 'hex')$mac$);
  FOR name, type, result IN VALUES
    -- The organization.
    ('scoped_org', 'uuid', $r$IF p[3] = '' THEN RAISE EXCEPTION 'no scope: the ticket is of no organization' USING ERRCODE = '42501'; END IF;
  RETURN p[3]::uuid;$r$),
    -- Its workspace. A ticket of the organization as a whole opens none.
    ('scoped_workspace', 'uuid', $r$IF p[4] = '' OR t <> whole THEN RAISE EXCEPTION 'no scope: the ticket is of no workspace' USING ERRCODE = '42501'; END IF;
  RETURN p[4]::uuid;$r$),
    -- The person whose own rows are open: whoever signed in. A token, a job, and a machine open no one's.
    ('scoped_user', 'uuid', $r$IF p[5] = '' OR p[6] IN ('api_token', 'user_token') THEN RAISE EXCEPTION 'no scope: the ticket is of no person' USING ERRCODE = '42501'; END IF;
  RETURN p[5]::uuid;$r$),
    -- Who acts in the organization; null for a job.
    ('scoped_member', 'uuid', $r$IF p[3] = '' THEN RAISE EXCEPTION 'no scope: the ticket is of no organization' USING ERRCODE = '42501'; END IF;
  RETURN nullif(p[5], '')::uuid;$r$),
    -- All of it.
    ('checked_ticket', 'text[]', 'RETURN p;')
  LOOP
    EXECUTE format('CREATE FUNCTION %I() RETURNS %s LANGUAGE plpgsql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, public, pg_temp AS %L', name, type, replace(checked, '{result}', result));
  END LOOP;
END $outer$;

-- A ticket like the one in scope, for what goes on for longer than one lasts: a long export. What vouched is checked again.
CREATE FUNCTION renew_ticket(p_ticket text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p text[]; ticket text;
BEGIN
  PERFORM set_config('app.ticket', p_ticket, true);
  p := checked_ticket();
  ticket := issue_ticket(nullif(p[3], '')::uuid, nullif(p[4], '')::uuid, nullif(p[5], '')::uuid, p[6], nullif(p[7], '')::uuid);
  IF p_ticket LIKE '-%' THEN PERFORM set_config('app.ticket', '-' || ticket, true); END IF;
  RETURN ticket;
END $$;

-- For the tables' owner, who migrates and fills in data: a ticket without an entrance.
CREATE FUNCTION owner_ticket(p_org uuid, p_workspace uuid, p_user uuid) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT issue_ticket(p_org, p_workspace, p_user, 'owner', NULL)
$$;


-- The entrances, created anew: each issues a ticket once it has checked, sets it for the rest of the flight, and returns it.
DROP FUNCTION enter_workspace(text, uuid, uuid, uuid, text[], text);
DROP FUNCTION enter_org(text, uuid, uuid, uuid, text[]);
DROP FUNCTION enter_org_by_token(text, uuid, uuid, bytea, text, text[], text, text);
DROP FUNCTION enter_user(uuid, uuid);
DROP FUNCTION enter_my_invitation(uuid, uuid, uuid, uuid);
DROP FUNCTION enter_invitation(bytea, uuid, uuid);
DROP FUNCTION enter_deleted_org(uuid, uuid, uuid);
DROP FUNCTION enter_workspace_as_job(uuid, uuid);
DROP FUNCTION enter_org_as_job(uuid);

CREATE FUNCTION enter_org(p_host text, p_org uuid, p_user uuid, p_session uuid, p_roles text[])
RETURNS TABLE(org_id uuid, slug text, name text, color text, role text, joined_at timestamptz, seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[], limits jsonb, logo text, icon text, primary_host text, ticket text)
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
  enter_org.ticket := issue_ticket(found_org, NULL, p_user, 'session', p_session);
  RETURN NEXT;
END $$;

CREATE FUNCTION enter_workspace(p_host text, p_org uuid, p_user uuid, p_session uuid, p_roles text[], p_workspace text)
RETURNS TABLE(org_id uuid, slug text, name text, color text, role text, joined_at timestamptz, seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[], limits jsonb, logo text, icon text, primary_host text, workspace_id uuid, workspace_slug text, workspace_name text, workspace_archived boolean, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  home record; team record;
BEGIN
  SELECT e.* INTO home FROM enter_org(p_host, p_org, p_user, p_session, p_roles) e;
  IF p_workspace = 'main' THEN
    SELECT w.id, 'main'::text AS slug, ''::text AS name, false AS archived INTO team
      FROM workspace w WHERE w.org_id = home.org_id AND w.id = home.org_id;
  ELSE
    SELECT t.id, t.slug, t.name, t.archived_at IS NOT NULL AS archived INTO team
      FROM sub_team t WHERE t.org_id = home.org_id AND t.id = coalesce((SELECT n.id FROM sub_team n WHERE n.org_id = home.org_id AND n.slug = p_workspace),
        (SELECT h.of_id FROM former_slug h WHERE h.org_id = home.org_id AND h.kind = 'sub_team' AND h.slug = p_workspace AND h.until > now())) AND t.deleted_at IS NULL;
  END IF;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404', DETAIL = 'workspace'; END IF;
  IF p_workspace <> 'main' AND home.role NOT IN ('owner', 'admin') THEN
    PERFORM 1 FROM sub_team_member m WHERE m.org_id = home.org_id AND m.sub_team_id = team.id AND m.user_id = p_user;
    IF NOT FOUND THEN RAISE EXCEPTION 'not in this sub-team' USING ERRCODE = 'RH406'; END IF;
  END IF;
  enter_workspace.ticket := issue_ticket(home.org_id, team.id, p_user, 'session', p_session);
  RETURN QUERY SELECT home.org_id, home.slug, home.name, home.color, home.role, home.joined_at, home.seen_at,
    home.user_name, home.email, home.verified, home.plan, home.features, home.features_off, home.limits, home.logo,
    home.icon, home.primary_host, team.id, team.slug, team.name, team.archived, enter_workspace.ticket;
END $$;

-- What a token is looked up by is hashed once more here: what is stored opens nothing.
CREATE FUNCTION enter_org_by_token(p_host text, p_org uuid, p_bound uuid, p_hash bytea, p_ip text, p_roles text[], p_scope text, p_workspace text)
RETURNS TABLE(org_id uuid, slug text, name text, color text, role text, joined_at timestamptz, seen_at timestamptz, user_name text, email text, verified boolean, plan text, features jsonb, features_off text[], limits jsonb, logo text, icon text, primary_host text, workspace_id uuid, workspace_slug text, workspace_name text, workspace_archived boolean, user_id uuid, token_id uuid, token_name text, token_scopes text[], ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  used timestamptz; made timestamptz; token_tail text; found_org uuid; host_state text; host_until timestamptz;
  used_here timestamptz;
BEGIN
  IF p_bound IS NOT NULL THEN
    SELECT t.id, t.name, t.scopes, t.created_by_id, t.last_used_at, t.created_at, t.tail
      INTO token_id, token_name, token_scopes, enter_org_by_token.user_id, used, made, token_tail
      FROM api_token t
      WHERE t.hash = sha256(p_hash) AND t.org_id = p_bound AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
  ELSE
    -- What a person calls their token is nobody's business here: it goes by its end.
    SELECT t.id, '…' || t.tail, t.scopes, t.user_id, t.last_used_at, t.created_at, t.tail
      INTO token_id, token_name, token_scopes, enter_org_by_token.user_id, used, made, token_tail
      FROM user_token t
      WHERE t.hash = sha256(p_hash) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now());
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
    SELECT s.last_used_at INTO used_here FROM user_token_use s
      WHERE s.org_id = found_org AND s.token_id = enter_org_by_token.token_id;
    PERFORM 1 FROM token_block b WHERE b.org_id = found_org AND b.token_id = enter_org_by_token.token_id;
    IF FOUND THEN RAISE EXCEPTION 'blocked here' USING ERRCODE = 'RH403'; END IF;
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
      FROM sub_team t WHERE t.org_id = found_org AND t.id = coalesce((SELECT n.id FROM sub_team n WHERE n.org_id = found_org AND n.slug = p_workspace),
        (SELECT h.of_id FROM former_slug h WHERE h.org_id = found_org AND h.kind = 'sub_team' AND h.slug = p_workspace AND h.until > now())) AND t.deleted_at IS NULL;
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
  enter_org_by_token.ticket := issue_ticket(found_org, enter_org_by_token.workspace_id, enter_org_by_token.user_id,
    CASE WHEN p_bound IS NULL THEN 'user_token' ELSE 'api_token' END, enter_org_by_token.token_id);
  RETURN NEXT;
END $$;

CREATE FUNCTION enter_user(p_user uuid, p_session uuid)
RETURNS TABLE(user_id uuid, name text, email text, verified boolean, seen_at timestamptz, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT u.id, u.name, u.email, u.email_verified_at IS NOT NULL, s.last_seen_at
    INTO enter_user.user_id, enter_user.name, enter_user.email, enter_user.verified, enter_user.seen_at
    FROM session s JOIN app_user u ON u.id = s.user_id
    WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  enter_user.ticket := issue_ticket(NULL, NULL, p_user, 'person', p_session);
  RETURN NEXT;
END $$;

-- Enter an org as the person an invitation was sent to, by its secret, or (p_org and p_invitation) by a proved address.
CREATE FUNCTION enter_invitation(p_hash bytea, p_org uuid, p_invitation uuid, p_user uuid, p_session uuid)
RETURNS TABLE (org_id uuid, invitation_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  inv invitation; mine text; proved boolean;
BEGIN
  SELECT u.email, u.email_verified_at IS NOT NULL INTO mine, proved FROM session s JOIN app_user u ON u.id = s.user_id
    WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  IF p_hash IS NOT NULL THEN
    SELECT * INTO inv FROM invitation i WHERE i.token_hash = sha256(p_hash);
  ELSE
    SELECT * INTO inv FROM invitation i WHERE i.org_id = p_org AND i.id = p_invitation AND i.email = mine AND proved;
  END IF;
  IF inv.id IS NULL OR NOT EXISTS (SELECT 1 FROM org o WHERE o.id = inv.org_id AND o.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'RH404';
  END IF;
  IF inv.status <> 'pending' THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = inv.status; END IF;
  IF inv.expires_at <= now() THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'expired'; END IF;
  IF inv.email <> mine THEN RAISE EXCEPTION 'invitation' USING ERRCODE = 'RH409', DETAIL = 'other_address'; END IF;
  RETURN QUERY SELECT inv.org_id, inv.id, issue_ticket(inv.org_id, NULL, p_user, 'invitation', p_session);
END $$;

CREATE FUNCTION enter_deleted_org(p_org uuid, p_user uuid, p_session uuid)
RETURNS TABLE(org_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  PERFORM 1 FROM membership m JOIN org o ON o.id = m.org_id
    WHERE m.org_id = p_org AND m.user_id = p_user AND m.role = 'owner' AND o.deleted_at > now() - interval '30 days';
  IF NOT FOUND THEN RAISE EXCEPTION 'no organization to restore' USING ERRCODE = 'RH404'; END IF;
  enter_deleted_org.ticket := issue_ticket(p_org, NULL, p_user, 'restoring', p_session);
  enter_deleted_org.org_id := p_org;
  RETURN NEXT;
END $$;

-- Enter one of one's own organizations from outside, also one that was deleted: the session and the membership must stand.
-- Its ticket outlives the membership, so that whoever leaves can still write it down.
CREATE FUNCTION enter_my_org(p_org uuid, p_user uuid, p_session uuid) RETURNS TABLE (org_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  PERFORM 1 FROM membership m WHERE m.org_id = p_org AND m.user_id = p_user;
  IF NOT FOUND THEN RAISE EXCEPTION 'not a member' USING ERRCODE = 'RH403'; END IF;
  RETURN QUERY SELECT p_org, issue_ticket(p_org, NULL, p_user, 'own', p_session);
END $$;

-- Enter an org that isn't there yet, to found it.
CREATE FUNCTION enter_new_org(p_org uuid, p_user uuid, p_session uuid) RETURNS TABLE (org_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM session s WHERE s.user_id = p_user AND s.id = p_session AND s.revoked_at IS NULL AND s.expires_at > now();
  IF NOT FOUND THEN RAISE EXCEPTION 'session ended' USING ERRCODE = 'RH401'; END IF;
  PERFORM 1 FROM org o WHERE o.id = p_org;
  IF FOUND THEN RAISE EXCEPTION 'there is such an organization' USING ERRCODE = '42501'; END IF;
  RETURN QUERY SELECT p_org, issue_ticket(p_org, NULL, p_user, 'founding', p_session);
END $$;

-- For the sign-in code: one account, before anyone has a session in it.
CREATE FUNCTION enter_account(p_user uuid) RETURNS TABLE (user_id uuid, ticket text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p_user, issue_ticket(NULL, NULL, p_user, 'account', NULL)
$$;

CREATE FUNCTION start_session(p_user uuid, p_id uuid, p_expires timestamptz, p_user_agent text, p_ip text, p_proved boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO session (user_id, id, expires_at, user_agent, ip, proved_at)
    VALUES (p_user, p_id, p_expires, p_user_agent, p_ip, CASE WHEN p_proved THEN now() ELSE 'epoch' END)
$$;

-- Whether the person in scope proved who they are when they created this token of theirs: that much an API request asks,
-- whose ticket opens nothing else of the person.
CREATE FUNCTION my_token_proved(p_token uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p text[] := checked_ticket();
BEGIN
  RETURN EXISTS (SELECT 1 FROM user_token t WHERE t.user_id = p[5]::uuid AND t.id = p_token AND t.proved_at IS NOT NULL AND t.revoked_at IS NULL);
END $$;

-- Enter an org, or a workspace of it, as a job of the worker. No person acts.
CREATE FUNCTION enter_org_as_job(p_org uuid) RETURNS TABLE (org_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM org o WHERE o.id = p_org AND o.deleted_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such organization' USING ERRCODE = 'RH404'; END IF;
  RETURN QUERY SELECT p_org, issue_ticket(p_org, NULL, NULL, 'job', NULL);
END $$;

CREATE FUNCTION enter_workspace_as_job(p_org uuid, p_workspace uuid) RETURNS TABLE (org_id uuid, workspace_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM org o JOIN workspace w ON w.org_id = o.id WHERE o.id = p_org AND o.deleted_at IS NULL AND w.id = p_workspace
    AND NOT EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = p_org AND t.id = p_workspace AND t.deleted_at IS NOT NULL);
  IF NOT FOUND THEN RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404'; END IF;
  RETURN QUERY SELECT p_org, p_workspace, issue_ticket(p_org, p_workspace, NULL, 'job', NULL);
END $$;

-- Enter the org of a relay whose sender signed what it sent, or a workspace of that org. The secret is not known here, so
-- whoever checked the signature vouches for it; who that may be is a matter of rights.
CREATE FUNCTION enter_as_relay(p_relay uuid, p_workspace uuid) RETURNS TABLE (org_id uuid, workspace_id uuid, ticket text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid;
BEGIN
  SELECT r.org_id INTO org FROM relay r JOIN org o ON o.id = r.org_id
    WHERE r.id = p_relay AND o.deleted_at IS NULL AND r.kind = 'http' AND NOT r.paused;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such relay' USING ERRCODE = 'RH404'; END IF;
  PERFORM 1 FROM workspace w WHERE w.org_id = org AND w.id = p_workspace
    AND NOT EXISTS (SELECT 1 FROM sub_team t WHERE t.org_id = org AND t.id = p_workspace AND t.deleted_at IS NOT NULL);
  IF p_workspace IS NOT NULL AND NOT FOUND THEN RAISE EXCEPTION 'no such workspace' USING ERRCODE = 'RH404'; END IF;
  RETURN QUERY SELECT org, p_workspace, issue_ticket(org, p_workspace, NULL, 'machine', p_relay);
END $$;

-- Secrets of invitations, mailed links and hand-overs: what is presented is a hash, and its hash is what is stored.

CREATE OR REPLACE FUNCTION peek_invitation(p_hash bytea)
RETURNS TABLE(org_name text, org_slug text, org_color text, org_logo text, org_icon text, plan text, features jsonb, features_off text[], org_host text, email text, role text, invited_by text, status text, expires_at timestamptz, settled_at timestamptz, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, o.slug, o.color, o.logo, o.icon, o.plan, o.features, o.features_off, coalesce(h.host, o.slug), i.email, i.role, i.invited_by,
    CASE WHEN i.status = 'pending' AND i.expires_at <= now() THEN 'expired' ELSE i.status END, i.expires_at, i.settled_at,
    EXISTS (SELECT 1 FROM app_user u WHERE u.email = i.email)
  FROM invitation i JOIN org o ON o.id = i.org_id LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE i.token_hash = sha256(p_hash) AND o.deleted_at IS NULL
$$;

CREATE OR REPLACE FUNCTION invitation_room(p_hash bytea)
RETURNS TABLE(org_name text, used bigint, plan text, limits jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, coalesce(c.used, 0), o.plan, o.limits
  FROM invitation i JOIN org o ON o.id = i.org_id LEFT JOIN usage_counter c ON c.org_id = i.org_id AND c.limit_key = 'members'
  WHERE i.token_hash = sha256(p_hash)
$$;

CREATE OR REPLACE FUNCTION take_mail_token(p_hash bytea, p_purpose text)
RETURNS TABLE(user_id uuid, email text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH taken AS (
    UPDATE mail_token t SET used_at = now()
    WHERE t.token_hash = sha256(p_hash) AND t.purpose = p_purpose AND t.used_at IS NULL AND t.expires_at > now() RETURNING t.user_id
  )
  SELECT u.id, u.email FROM taken JOIN app_user u ON u.id = taken.user_id
$$;

CREATE OR REPLACE FUNCTION take_handover(p_hash bytea, p_host text, p_challenge bytea)
RETURNS TABLE(user_id uuid, session_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH taken AS (
    UPDATE handover h SET used_at = now()
    WHERE h.code_hash = sha256(p_hash) AND h.host = p_host AND h.challenge = p_challenge AND h.used_at IS NULL AND h.expires_at > now()
    RETURNING h.user_id, h.session_id
  )
  SELECT t.user_id, t.session_id FROM taken t JOIN session s ON s.user_id = t.user_id AND s.id = t.session_id
    JOIN handover_place(p_host, t.user_id) p ON p.member AND p.open
  WHERE s.revoked_at IS NULL AND s.expires_at > now()
$$;

-- The names of the teams and sub-teams that an invitation leads into; for the gate itself.
CREATE FUNCTION invitation_places(p_org uuid, p_invitation uuid)
RETURNS TABLE(name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.name FROM invitation i CROSS JOIN LATERAL (
    SELECT 1 AS kind, t.name, t.id FROM invitation_team k JOIN team t ON t.org_id = k.org_id AND t.id = k.team_id
      WHERE k.org_id = i.org_id AND k.invitation_id = i.id
    UNION ALL
    SELECT 2, s.name, s.id FROM invitation_sub_team k JOIN sub_team s ON s.org_id = k.org_id AND s.id = k.sub_team_id AND s.deleted_at IS NULL
      WHERE k.org_id = i.org_id AND k.invitation_id = i.id) p
  WHERE i.org_id = p_org AND i.id = p_invitation AND i.status = 'pending' ORDER BY p.kind, lower(p.name), p.id
$$;

CREATE OR REPLACE FUNCTION peek_places(p_hash bytea) RETURNS TABLE (name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.name FROM invitation i CROSS JOIN LATERAL invitation_places(i.org_id, i.id) p WHERE i.token_hash = sha256(p_hash)
$$;

CREATE OR REPLACE FUNCTION my_invitations()
RETURNS TABLE(org_id uuid, invitation_id uuid, org_name text, org_slug text, org_color text, org_logo text, org_icon text, plan text, features jsonb, features_off text[], org_host text, role text, places text[], invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.id, o.name, o.slug, o.color, o.logo, o.icon, o.plan, o.features, o.features_off,
    coalesce(h.host, o.slug), i.role, ARRAY(SELECT p.name FROM invitation_places(i.org_id, i.id) p), i.invited_by, i.expires_at
  FROM app_user u JOIN invitation i ON i.pending_email = u.email JOIN org o ON o.id = i.org_id
    LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE u.id = current_setting('app.user_id')::uuid AND u.email_verified_at IS NOT NULL AND i.expires_at > now()
    AND o.deleted_at IS NULL
  ORDER BY i.created_at DESC
$$;

-- Counts of rows: of the org that is asked for, by the gate itself; of the one in scope, for the app.

CREATE FUNCTION count_rows_of_org(p_org uuid, p_most bigint)
RETURNS TABLE(in_table text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'org_id' AND NOT a.attisdropped ORDER BY 1
  LOOP
    in_table := t;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM public.%I WHERE org_id = $1 LIMIT $2) r', t) INTO rows USING p_org, p_most;
    RETURN NEXT;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION count_org_rows(p_most bigint) RETURNS TABLE (in_table text, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM count_rows_of_org((SELECT scoped_org()), p_most)
$$;

CREATE FUNCTION count_rows_of_workspace(p_org uuid, p_workspace uuid, p_most bigint)
RETURNS TABLE(in_table text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'workspace_id' AND NOT a.attisdropped ORDER BY 1
  LOOP
    in_table := t;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM public.%I WHERE org_id = $1 AND workspace_id = $2 LIMIT $3) r', t)
      INTO rows USING p_org, p_workspace, p_most;
    RETURN NEXT;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION count_workspace_rows(p_workspace uuid, p_most bigint) RETURNS TABLE (in_table text, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT * FROM count_rows_of_workspace((SELECT scoped_org()), p_workspace, p_most)
$$;

CREATE OR REPLACE FUNCTION purge_org(p_org uuid)
RETURNS TABLE(deleted_at timestamptz, deleted_by uuid, gone jsonb, remaining bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT o.deleted_at, o.deleted_by INTO purge_org.deleted_at, purge_org.deleted_by
    FROM org o WHERE o.id = p_org AND o.deleted_at <= now() - interval '30 days' FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT jsonb_object_agg(c.in_table, c.rows) INTO gone FROM count_rows_of_org(p_org, NULL) c;
  DELETE FROM org o WHERE o.id = p_org;
  SELECT sum(c.rows) INTO remaining FROM count_rows_of_org(p_org, NULL) c;
  IF remaining > 0 THEN
    RAISE EXCEPTION 'rows of a purged organization are left' USING DETAIL = (
      SELECT string_agg(c.in_table || ': ' || c.rows, ', ') FROM count_rows_of_org(p_org, NULL) c WHERE c.rows > 0);
  END IF;
  RETURN NEXT;
END $$;

CREATE OR REPLACE FUNCTION purge_sub_team(p_org uuid, p_sub_team uuid)
RETURNS TABLE(slug text, name text, gone jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  remaining bigint;
BEGIN
  -- The lock first, then the look: whoever restores it at this moment is waited for.
  PERFORM 1 FROM sub_team t WHERE t.org_id = p_org AND t.id = p_sub_team FOR UPDATE;
  SELECT t.slug, t.name INTO purge_sub_team.slug, purge_sub_team.name FROM sub_team t
    WHERE t.org_id = p_org AND t.id = p_sub_team AND t.deleted_at <= now() - interval '30 days';
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(jsonb_object_agg(c.in_table, c.rows), '{}') INTO gone FROM count_rows_of_workspace(p_org, p_sub_team, NULL) c;
  DELETE FROM workspace w WHERE w.org_id = p_org AND w.id = p_sub_team;
  SELECT coalesce(sum(c.rows), 0) INTO remaining FROM count_rows_of_workspace(p_org, p_sub_team, NULL) c;
  IF remaining > 0 THEN RAISE EXCEPTION 'rows of a purged sub-team are left'; END IF;
  RETURN NEXT;
END $$;

-- API requests are counted a batch at a time, for the organizations whose tickets were shown. They may have expired since.
DROP FUNCTION add_api_requests(uuid[], bigint[]);
CREATE FUNCTION add_api_requests(p_tickets text[], p_counts bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO usage_day AS d (org_id, limit_key, day, value, closing)
  SELECT o.id, 'api_requests', usage_today(), n.count, n.count FROM (
      SELECT split_part(g.ticket, '.', 3)::uuid AS org_id, sum(g.count)::bigint AS count FROM unnest(p_tickets, p_counts) g (ticket, count)
        JOIN ticket_key k ON k.id = split_part(g.ticket, '.', 2)::int
          AND encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(g.ticket, -65), 'UTF8'))), 'hex') = right(g.ticket, 64)
      WHERE g.count > 0 AND split_part(g.ticket, '.', 3) <> '' GROUP BY 1
    ) n JOIN org o ON o.id = n.org_id ORDER BY o.id
  ON CONFLICT (org_id, limit_key, day) DO UPDATE SET value = d.value + excluded.value, closing = d.value + excluded.value
$$;

-- Who becomes a member brings name and address along, so they come in through an invitation or by founding the organization:
-- no one is made a member, and so looked up, by whoever writes the row. The tables' owner may.
CREATE OR REPLACE FUNCTION fill_member_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  p text[];
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.user_id <> OLD.user_id THEN
    RAISE EXCEPTION 'a membership stays its person''s' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'INSERT' AND NOT pg_has_role(session_user, 'rowhouse_owner', 'MEMBER') THEN
    p := checked_ticket();
    IF p[6] <> 'owner' AND (p[6] NOT IN ('invitation', 'founding') OR p[5] <> NEW.user_id::text) THEN
      RAISE EXCEPTION 'a person becomes a member by an invitation, or by founding the organization' USING ERRCODE = '42501';
    END IF;
  END IF;
  SELECT u.email, u.name, lower(u.name), lower(u.name || ' ' || u.email) INTO NEW.email, NEW.name, NEW.name_key, NEW.search
    FROM app_user u WHERE u.id = NEW.user_id;
  RETURN NEW;
END $$;

-- Every other function of the gate that asked a setting for the scope asks the ticket.
DO $$
DECLARE f record; text text;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
    AND p.prosrc ~ 'current_setting\(''app\.(org|workspace|user)_id'''
  LOOP
    text := pg_get_functiondef(f.oid);
    text := regexp_replace(text, 'nullif\(current_setting\(''app\.user_id''(, true)?\), ''''\)::uuid', '(SELECT scoped_member())', 'g');
    text := replace(text, 'current_setting(''app.user_id'')::uuid', '(SELECT scoped_user())');
    text := replace(text, 'current_setting(''app.org_id'')::uuid', '(SELECT scoped_org())');
    text := replace(text, 'current_setting(''app.workspace_id'')::uuid', '(SELECT scoped_workspace())');
    IF text ~ 'app\.(org|workspace|user)_id' THEN RAISE EXCEPTION 'a function still asks a setting: %', text; END IF;
    EXECUTE text;
  END LOOP;
END $$;
DO $$
DECLARE text text := pg_get_functiondef('grant_handover(uuid,uuid,text,bytea,bytea)'::regprocedure);
BEGIN
  IF position('VALUES (p_hash,' IN text) = 0 THEN RAISE EXCEPTION 'grant_handover stores no hash'; END IF;
  EXECUTE replace(text, 'VALUES (p_hash,', 'VALUES (sha256(p_hash),');
END $$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = 'rowhouse_gate'::regrole LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION scoped_org(), scoped_workspace(), scoped_user() TO rowhouse_app, rowhouse_owner;
GRANT EXECUTE ON FUNCTION rotate_ticket_key(), owner_ticket(uuid, uuid, uuid) TO rowhouse_owner;
GRANT EXECUTE ON FUNCTION my_token_proved(uuid), renew_ticket(text), enter_org(text, uuid, uuid, uuid, text[]), enter_workspace(text, uuid, uuid, uuid, text[], text),
  enter_org_by_token(text, uuid, uuid, bytea, text, text[], text, text), enter_user(uuid, uuid),
  enter_invitation(bytea, uuid, uuid, uuid, uuid), enter_deleted_org(uuid, uuid, uuid), enter_my_org(uuid, uuid, uuid),
  enter_new_org(uuid, uuid, uuid), add_api_requests(text[], bigint[]) TO rowhouse_app;
-- What is asked before anyone is known, or vouches for someone: the sign-in code's role alone.
REVOKE EXECUTE ON FUNCTION sign_in_lookup(text), identity_lookup(text, text), take_mail_token(bytea, text),
  take_handover(bytea, text, bytea), relay_door(uuid, text) FROM rowhouse_app;
GRANT EXECUTE ON FUNCTION sign_in_lookup(text), identity_lookup(text, text), take_mail_token(bytea, text),
  take_handover(bytea, text, bytea), relay_door(uuid, text), enter_account(uuid), enter_as_relay(uuid, uuid),
  start_session(uuid, uuid, timestamptz, text, text, boolean) TO rowhouse_auth;
GRANT EXECUTE ON FUNCTION enter_org_as_job(uuid), enter_workspace_as_job(uuid, uuid) TO rowhouse_worker;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

-- THE RULE of walls, anew. The restrictive policy asks the gate's function, which checks the ticket; the permissive one
-- takes the ticket at its word, which is enough against a mistake, where the other is there against a forger. Both in a
-- sub-select, so that they are evaluated once a statement and not for each row.

CREATE OR REPLACE FUNCTION isolate(tbl regclass, org_column name DEFAULT 'org_id')
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said text := format('%I = (SELECT split_part(current_setting(''app.ticket''), ''.'', 3)::uuid)', org_column);
  rule text := format('%I = (SELECT scoped_org())', org_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('CREATE POLICY org_reach ON %s AS PERMISSIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, said, said);
  EXECUTE format('CREATE POLICY org_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', tbl, org_column);
  EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (%I <> ''00000000-0000-0000-0000-000000000000'')',
    tbl, (SELECT relname FROM pg_class WHERE oid = tbl) || '_org_named', org_column);
  EXECUTE format('CREATE TRIGGER keep_org BEFORE UPDATE ON %s FOR EACH ROW WHEN (OLD.%I IS DISTINCT FROM NEW.%I) EXECUTE FUNCTION refuse_org_change()',
    tbl, org_column, org_column);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, rowhouse_app', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rowhouse_app', tbl);
  EXECUTE format('GRANT SELECT (%I) ON %s TO rowhouse_gate', org_column, tbl);
END $$;

CREATE OR REPLACE FUNCTION isolate_user(tbl regclass, user_column name DEFAULT 'user_id')
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said text := format('%I = (SELECT split_part(current_setting(''app.ticket''), ''.'', 5)::uuid)', user_column);
  rule text := format('%I = (SELECT scoped_user())', user_column);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('CREATE POLICY user_reach ON %s AS PERMISSIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, said, said);
  EXECUTE format('CREATE POLICY user_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, rowhouse_app', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO rowhouse_app', tbl);
END $$;

CREATE OR REPLACE FUNCTION isolate_workspace(tbl regclass)
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  rule text := 'workspace_id = (SELECT scoped_workspace())';
BEGIN
  PERFORM isolate(tbl);
  EXECUTE format('CREATE POLICY workspace_wall ON %s AS RESTRICTIVE FOR ALL USING (%s) WITH CHECK (%s)', tbl, rule, rule);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN workspace_id SET NOT NULL', tbl);
  EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I CHECK (workspace_id <> ''00000000-0000-0000-0000-000000000000'')',
    tbl, (SELECT relname FROM pg_class WHERE oid = tbl) || '_workspace_named');
  EXECUTE format('CREATE TRIGGER keep_workspace BEFORE UPDATE ON %s FOR EACH ROW WHEN (OLD.workspace_id IS DISTINCT FROM NEW.workspace_id) EXECUTE FUNCTION refuse_workspace_change()', tbl);
  EXECUTE format('GRANT SELECT (workspace_id) ON %s TO rowhouse_gate', tbl);
END $$;
DO $$
DECLARE
  one record; owner name; rule text;
BEGIN
  FOR one IN SELECT polrelid::regclass AS tbl, polname, pg_get_expr(polqual, polrelid) AS rule FROM pg_policy
    WHERE polname IN ('org_reach', 'org_wall', 'user_reach', 'user_wall', 'workspace_wall')
  LOOP
    owner := substring(one.rule FROM '^\((\w+) = ');
    rule := CASE one.polname
      WHEN 'org_reach' THEN format('%I = (SELECT split_part(current_setting(''app.ticket''), ''.'', 3)::uuid)', owner)
      WHEN 'user_reach' THEN format('%I = (SELECT split_part(current_setting(''app.ticket''), ''.'', 5)::uuid)', owner)
      WHEN 'org_wall' THEN format('%I = (SELECT scoped_org())', owner)
      WHEN 'user_wall' THEN format('%I = (SELECT scoped_user())', owner)
      ELSE 'workspace_id = (SELECT scoped_workspace())' END;
    EXECUTE format('ALTER POLICY %I ON %s USING (%s) WITH CHECK (%s)', one.polname, one.tbl, rule, rule);
  END LOOP;
END $$;

-- What is stored becomes the hash of what is presented.
DO $$
DECLARE
  tbl name; col name;
BEGIN
  FOR tbl, col IN VALUES ('invitation', 'token_hash'), ('mail_token', 'token_hash'), ('handover', 'code_hash'), ('api_token', 'hash'), ('user_token', 'hash') LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', tbl);
    EXECUTE format('UPDATE %I SET %I = sha256(%2$I)', tbl, col);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tbl);
  END LOOP;
END $$;
