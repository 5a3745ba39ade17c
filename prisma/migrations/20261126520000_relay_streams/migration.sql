-- A relay that an org's audit log goes out through, and the number of the event that was handed on last.
CREATE TABLE "relay_stream" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "relay_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relay_stream_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex. That a relay streams once is kept by the lock under which a stream is started.
CREATE INDEX "relay_stream_org_id_relay_id_idx" ON "relay_stream"("org_id", "relay_id");

-- AddForeignKey. The walls of both bind the migrator, too, while the new keys are checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay_stream" ADD CONSTRAINT "relay_stream_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "relay_stream" ADD CONSTRAINT "relay_stream_org_id_relay_id_fkey" FOREIGN KEY ("org_id", "relay_id") REFERENCES "relay"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay" FORCE ROW LEVEL SECURITY;

SELECT isolate('relay_stream');

GRANT SELECT (org_id, relay_id, seq) ON relay_stream TO rowhouse_gate;

-- For the worker: streams with something to hand on. Not of a paused relay: there it waits in the log itself.
CREATE FUNCTION due_audit_streams(p_limit int) RETURNS TABLE (org_id uuid, relay_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.org_id, s.relay_id FROM relay_stream s
  JOIN audit_mark h ON h.org_id = s.org_id AND h.kind = 'head' AND h.seq > s.seq
  JOIN relay r ON r.org_id = s.org_id AND r.id = s.relay_id AND NOT r.paused
  JOIN org o ON o.id = s.org_id AND o.deleted_at IS NULL
  ORDER BY random() LIMIT p_limit
$$;

REVOKE EXECUTE ON FUNCTION due_audit_streams(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_audit_streams(int) TO rowhouse_worker;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION due_audit_streams(int) OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
