-- Pictures of an organization: what it shows of itself to its members, on its sign-in page and in its mails.
CREATE TABLE "org_image" (
    "org_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "org_image_pkey" PRIMARY KEY ("org_id","name"),
    -- Here and not in a statement of its own: that one would look through "org", which is behind its wall.
    CONSTRAINT "org_image_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "org_image_name_idx" ON "org_image"("name");

-- A name is its content's hash: under one name there is one picture, whoever's it is, for good. Whoever asks for a
-- name on the root host, where no organization is known, learns nothing but what is in the name already.
ALTER TABLE org_image
  ADD CONSTRAINT org_image_named CHECK (name = left(encode(sha256(bytes), 'hex'), 16) || '.png'),
  ADD CONSTRAINT org_image_kind CHECK (kind IN ('logo', 'icon')),
  ADD CONSTRAINT org_image_png CHECK (substr(bytes, 1, 8) = '\x89504e470d0a1a0a'),
  ADD CONSTRAINT org_image_small CHECK (size = octet_length(bytes) AND size <= 524288
    AND width BETWEEN 1 AND 512 AND height BETWEEN 1 AND 512);
-- They are compressed already.
ALTER TABLE org_image ALTER COLUMN bytes SET STORAGE EXTERNAL;
SELECT isolate('org_image');

-- A picture that an organization shows now: at one of its hosts, or on the root host (p_host null) by its name alone.
-- Whether its plan has branding is the caller's to judge. Equal pictures of several organizations are one answer for
-- each way they may be judged.
GRANT SELECT (org_id, name, bytes) ON org_image TO rowhouse_gate;
CREATE FUNCTION brand_image(p_host text, p_name text)
RETURNS TABLE (bytes bytea, plan text, features jsonb, features_off text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT ON (o.plan, o.features, o.features_off) i.bytes, o.plan, o.features, o.features_off
  FROM org_image i JOIN org o ON o.id = i.org_id
  WHERE i.name = p_name AND (o.logo = i.name OR o.icon = i.name) AND o.deleted_at IS NULL
    AND (p_host IS NULL OR EXISTS (SELECT 1 FROM org_host h
      WHERE h.org_id = o.id AND h.host = p_host AND (h.state = 'live' OR h.former_until > now())))
$$;

-- Lists show the icon: made anew to say which.
DROP FUNCTION peek_invitation(bytea);
DROP FUNCTION my_orgs();
DROP FUNCTION my_invitations();

CREATE FUNCTION peek_invitation(p_hash bytea)
RETURNS TABLE (org_name text, org_slug text, org_color text, org_logo text, org_icon text, plan text, features jsonb,
  features_off text[], org_host text, email text, role text,
  invited_by text, status text, expires_at timestamptz, settled_at timestamptz, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, o.slug, o.color, o.logo, o.icon, o.plan, o.features, o.features_off, coalesce(h.host, o.slug), i.email, i.role, i.invited_by,
    CASE WHEN i.status = 'pending' AND i.expires_at <= now() THEN 'expired' ELSE i.status END, i.expires_at, i.settled_at,
    EXISTS (SELECT 1 FROM app_user u WHERE u.email = i.email)
  FROM invitation i JOIN org o ON o.id = i.org_id LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE i.token_hash = p_hash AND o.deleted_at IS NULL
$$;

CREATE FUNCTION my_orgs()
RETURNS TABLE (org_id uuid, slug text, name text, color text, logo text, icon text, plan text, features jsonb,
  features_off text[], host text, role text, joined_at timestamptz, seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.slug, o.name, o.color, o.logo, o.icon, o.plan, o.features, o.features_off, coalesce(h.host, o.slug), m.role, m.joined_at, m.last_seen_at
  FROM membership m JOIN org o ON o.id = m.org_id LEFT JOIN org_host h ON h.org_id = o.id AND h.primary_of = o.id
  WHERE m.user_id = current_setting('app.user_id')::uuid AND o.deleted_at IS NULL
  ORDER BY m.last_seen_at DESC, o.id
$$;

CREATE FUNCTION my_invitations()
RETURNS TABLE (org_id uuid, invitation_id uuid, org_name text, org_slug text, org_color text, org_logo text, org_icon text,
  plan text, features jsonb, features_off text[], org_host text, role text, invited_by text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.org_id, i.id, o.name, o.slug, o.color, o.logo, o.icon, o.plan, o.features, o.features_off,
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
    'brand_image(text,text)', 'peek_invitation(bytea)', 'my_orgs()', 'my_invitations()'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
