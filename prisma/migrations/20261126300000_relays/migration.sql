-- CreateTable
CREATE TABLE "relay" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "secret_cipher" BYTEA NOT NULL,
    "tail" TEXT NOT NULL,
    "old_secret_cipher" BYTEA,
    "old_secret_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "hold_until" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relay_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "relay_delivery" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "relay_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "tries" JSONB NOT NULL DEFAULT '[]',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "relay_delivery_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateTable
CREATE TABLE "relay_receipt" (
    "org_id" UUID NOT NULL,
    "relay_id" UUID NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relay_receipt_pkey" PRIMARY KEY ("org_id","relay_id","webhook_id")
);

-- CreateIndex
CREATE INDEX "relay_delivery_org_id_relay_id_id_idx" ON "relay_delivery"("org_id", "relay_id", "id");

-- CreateIndex
CREATE INDEX "relay_delivery_org_id_relay_id_state_id_idx" ON "relay_delivery"("org_id", "relay_id", "state", "id");

-- CreateIndex
CREATE INDEX "relay_receipt_org_id_relay_id_at_idx" ON "relay_receipt"("org_id", "relay_id", "at");

-- AddForeignKey. The wall of org binds the migrator, too, while the new key is checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay" ADD CONSTRAINT "relay_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "relay_delivery" ADD CONSTRAINT "relay_delivery_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "relay_receipt" ADD CONSTRAINT "relay_receipt_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;

-- AddForeignKey
ALTER TABLE "relay_delivery" ADD CONSTRAINT "relay_delivery_org_id_relay_id_fkey" FOREIGN KEY ("org_id", "relay_id") REFERENCES "relay"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "relay_receipt" ADD CONSTRAINT "relay_receipt_org_id_relay_id_fkey" FOREIGN KEY ("org_id", "relay_id") REFERENCES "relay"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is on its way, by relay and time: the whole index is as long as the queue, whatever was delivered before.
CREATE INDEX relay_delivery_waiting ON relay_delivery (org_id, relay_id, next_at, id) WHERE state = 'waiting';

-- What a column may hold.
ALTER TABLE relay ADD CONSTRAINT relay_kind CHECK ((kind = 'http' AND url IS NOT NULL) OR (kind = 'echo' AND url IS NULL));
ALTER TABLE relay ADD CONSTRAINT relay_lengths CHECK (length(name) BETWEEN 1 AND 80 AND length(url) <= 2000 AND length(tail) <= 8);
ALTER TABLE relay ADD CONSTRAINT relay_old_secret CHECK ((old_secret_cipher IS NULL) = (old_secret_until IS NULL));
ALTER TABLE relay_delivery ADD CONSTRAINT relay_delivery_state CHECK (
  (state = 'waiting' AND next_at IS NOT NULL AND settled_at IS NULL)
  OR (state IN ('delivered', 'dead') AND next_at IS NULL AND settled_at IS NOT NULL)
);
ALTER TABLE relay_receipt ADD CONSTRAINT relay_receipt_lengths CHECK (length(webhook_id) BETWEEN 1 AND 256 AND length(type) <= 100);

SELECT isolate('relay');
SELECT isolate('relay_delivery');
SELECT isolate('relay_receipt');

GRANT SELECT (id, org_id, kind, secret_cipher, old_secret_cipher, old_secret_until, paused, failures, hold_until) ON relay TO rowhouse_gate;
GRANT SELECT (id, org_id, relay_id, state, next_at, settled_at), DELETE ON relay_delivery TO rowhouse_gate;
GRANT SELECT (org_id, relay_id, webhook_id, at), DELETE ON relay_receipt TO rowhouse_gate;

-- For an event that comes in, before anybody is known: which org's the relay is, and the secrets to check the signature
-- with, encrypted as they are stored. On an org's own host no other org's relay is found.
CREATE FUNCTION relay_door(p_relay uuid, p_host text)
RETURNS TABLE (org_id uuid, secret_cipher bytea, old_secret_cipher bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.org_id, r.secret_cipher, CASE WHEN r.old_secret_until > now() THEN r.old_secret_cipher END
  FROM relay r JOIN org o ON o.id = r.org_id
  WHERE r.id = p_relay AND o.deleted_at IS NULL AND r.kind = 'http' AND NOT r.paused
    AND (p_host IS NULL OR EXISTS (SELECT 1 FROM org_host h WHERE h.host = p_host AND h.org_id = r.org_id AND h.state = 'live'))
$$;

-- For the worker: relays with something to send now. It hops from relay to relay along the index of what waits, so that
-- 50,000 events of one relay cost what one does. In no order, so that nobody's place is always the last.
CREATE FUNCTION due_relays(p_limit int) RETURNS TABLE (org_id uuid, relay_id uuid, failing boolean)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE hop AS (
    (SELECT d.org_id, d.relay_id FROM relay_delivery d WHERE d.state = 'waiting' ORDER BY d.org_id, d.relay_id LIMIT 1)
    UNION ALL
    SELECT n.org_id, n.relay_id FROM hop h CROSS JOIN LATERAL (
      SELECT d.org_id, d.relay_id FROM relay_delivery d
      WHERE d.state = 'waiting' AND (d.org_id, d.relay_id) > (h.org_id, h.relay_id)
      ORDER BY d.org_id, d.relay_id LIMIT 1
    ) n
  )
  SELECT h.org_id, h.relay_id, r.failures > 0
  FROM hop h JOIN relay r ON r.org_id = h.org_id AND r.id = h.relay_id JOIN org o ON o.id = h.org_id
  WHERE NOT r.paused AND (r.hold_until IS NULL OR r.hold_until <= now()) AND o.deleted_at IS NULL
    AND EXISTS (
      SELECT 1 FROM relay_delivery d
      WHERE d.org_id = h.org_id AND d.relay_id = h.relay_id AND d.state = 'waiting' AND d.next_at <= now()
    )
  ORDER BY random() LIMIT p_limit
$$;

-- For the worker: removes what was settled, or came in, more than so many days ago; at most so many of each. Dead ones
-- stay as long as the rest: somebody may yet send them.
CREATE FUNCTION prune_relays(p_days int, p_limit int) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH floor AS (SELECT now() - make_interval(days => greatest(p_days, 1)) AS at),
  sent AS (
    DELETE FROM relay_delivery d USING (
      SELECT s.org_id, s.id FROM relay_delivery s, floor f WHERE s.settled_at < f.at LIMIT p_limit
    ) old WHERE d.org_id = old.org_id AND d.id = old.id RETURNING 1
  ),
  taken AS (
    DELETE FROM relay_receipt r USING (
      SELECT s.org_id, s.relay_id, s.webhook_id FROM relay_receipt s, floor f WHERE s.at < f.at LIMIT p_limit
    ) old WHERE r.org_id = old.org_id AND r.relay_id = old.relay_id AND r.webhook_id = old.webhook_id RETURNING 1
  )
  SELECT ((SELECT count(*) FROM sent) + (SELECT count(*) FROM taken))::int
$$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['relay_door(uuid,text)', 'due_relays(int)', 'prune_relays(int,int)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
      CASE f WHEN 'relay_door(uuid,text)'::regprocedure THEN 'rowhouse_app' ELSE 'rowhouse_worker' END);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
