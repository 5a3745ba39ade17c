-- CreateTable
CREATE TABLE "domain" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_host" TEXT,
    "proof" TEXT NOT NULL,
    "taken" BOOLEAN NOT NULL DEFAULT false,
    "lapses_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "missed" INTEGER NOT NULL DEFAULT 0,
    "missed_since" TIMESTAMPTZ(3),
    "points" TEXT,
    "live_at" TIMESTAMPTZ(3),
    "found" JSONB,
    "checked_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE INDEX "domain_next_look_at_idx" ON "domain"("next_look_at");

-- CreateIndex
CREATE UNIQUE INDEX "domain_org_id_host_key" ON "domain"("org_id", "host");

-- CreateIndex
CREATE UNIQUE INDEX "domain_org_id_held_host_key" ON "domain"("org_id", "held_host");

-- The walls bind the role that migrates, too: they are off while what stands behind them is looked through.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE org_host NO FORCE ROW LEVEL SECURITY;

-- AddForeignKey
ALTER TABLE "domain" ADD CONSTRAINT "domain_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain" ADD CONSTRAINT "domain_org_id_held_host_fkey" FOREIGN KEY ("org_id", "held_host") REFERENCES "org_host"("org_id", "host") ON DELETE CASCADE ON UPDATE CASCADE;

-- THE RULE. A claim is nobody's right: any number of organizations may have a pending one on the same host. What is
-- exclusive is the row of org_host, whose host is unique (org_host_host_key): a verified, live or failing domain
-- names that row (held_host), and none other does. So two organizations can't hold one host, however close their
-- proofs came, and a host that was let go is held by no domain.
ALTER TABLE domain ADD CONSTRAINT domain_state CHECK (state IN ('pending', 'verified', 'live', 'failing', 'lapsed'));
ALTER TABLE domain ADD CONSTRAINT domain_host_form CHECK (
  host ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$' AND length(host) <= 243
);
ALTER TABLE domain ADD CONSTRAINT domain_held CHECK (
  (state IN ('verified', 'live', 'failing') AND held_host IS NOT NULL AND held_host = host AND verified_at IS NOT NULL)
  OR (state IN ('pending', 'lapsed') AND held_host IS NULL)
);
ALTER TABLE domain ADD CONSTRAINT domain_waits CHECK ((state = 'pending') = (lapses_at IS NOT NULL));
ALTER TABLE domain ADD CONSTRAINT domain_looked_at CHECK ((state = 'lapsed') = (next_look_at IS NULL));
ALTER TABLE domain ADD CONSTRAINT domain_missed CHECK (missed >= 0 AND (missed > 0) = (missed_since IS NOT NULL));
ALTER TABLE domain ADD CONSTRAINT domain_points CHECK (points IN ('here', 'away'));

SELECT isolate('domain');

-- THE RULE. No two organizations have slugs that can be taken for each other (acme and acrne, globex and g1obex). The
-- shape is the slug as it looks at a glance; it is set here, so that no writer can forge it, and unique. Slugs that
-- were alike before this rule keep theirs: the older one has the shape, the others none.
CREATE FUNCTION slug_shape(slug text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT replace(replace(translate(slug, '01i', 'oll'), 'rn', 'm'), 'vv', 'w')
$$;
ALTER TABLE org ADD COLUMN "slug_shape" TEXT;
CREATE UNIQUE INDEX "org_slug_shape_key" ON "org"("slug_shape");
UPDATE org o SET slug_shape = slug_shape(o.slug)
  WHERE NOT EXISTS (SELECT 1 FROM org p WHERE slug_shape(p.slug) = slug_shape(o.slug) AND (p.created_at, p.id) < (o.created_at, o.id));
ALTER TABLE org FORCE ROW LEVEL SECURITY;
ALTER TABLE org_host FORCE ROW LEVEL SECURITY;

CREATE FUNCTION fill_slug_shape() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.slug_shape := slug_shape(NEW.slug);
  RETURN NEW;
END $$;
CREATE TRIGGER fill_slug_shape BEFORE INSERT OR UPDATE OF slug, slug_shape ON org
  FOR EACH ROW EXECUTE FUNCTION fill_slug_shape();

-- free | taken | alike (another organization's can be taken for it) | held (a former subdomain that still redirects,
-- unless it is the asking org's own)
DROP FUNCTION slug_state(text, uuid);
CREATE FUNCTION slug_state(p_slug text, p_org uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN h.state = 'live' THEN 'taken'
    WHEN EXISTS (SELECT 1 FROM org o WHERE o.slug_shape = slug_shape(p_slug) AND o.id IS DISTINCT FROM p_org) THEN 'alike'
    WHEN h.org_id = p_org THEN 'free'
    WHEN h.former_until > now() THEN 'held'
    ELSE 'free' END
  FROM (SELECT 1) one LEFT JOIN org_host h ON h.host = p_slug
$$;

-- For the worker: claims whose look-up is due, the longest waiting first. Ids only; each is looked up in its own scope.
CREATE FUNCTION due_domains(p_limit int) RETURNS TABLE (org_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.org_id, d.id FROM domain d JOIN org o ON o.id = d.org_id
  WHERE d.next_look_at <= now() AND o.deleted_at IS NULL
  ORDER BY d.next_look_at LIMIT p_limit
$$;

-- For the deploy gate: every host that leads to an organization or is claimed by one, as anybody could find out by
-- asking the hosts, and how its proof stands. Names and people are not in it.
CREATE FUNCTION every_host()
RETURNS TABLE (org_id uuid, slug text, host text, held boolean, former boolean, state text, taken boolean,
  missed int, missed_since timestamptz, lapses_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.slug, coalesce(h.host, d.host), h.host IS NOT NULL, coalesce(h.state = 'former', false), d.state,
    coalesce(d.taken, false), coalesce(d.missed, 0), d.missed_since, d.lapses_at
  FROM org_host h FULL JOIN domain d ON d.org_id = h.org_id AND d.host = h.host
    JOIN org o ON o.id = coalesce(h.org_id, d.org_id)
  ORDER BY 3, 1
$$;

GRANT SELECT ON domain TO rowhouse_gate;
GRANT SELECT (slug_shape) ON org TO rowhouse_gate;
GRANT EXECUTE ON FUNCTION slug_shape(text) TO rowhouse_gate;
REVOKE EXECUTE ON FUNCTION slug_shape(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slug_state(text, uuid) TO rowhouse_app;
GRANT EXECUTE ON FUNCTION due_domains(int), every_host() TO rowhouse_worker;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['fill_slug_shape()', 'slug_state(text,uuid)', 'due_domains(int)', 'every_host()']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
