-- CreateTable
CREATE TABLE "routing_decision" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "request_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "resolved_by" TEXT NOT NULL,
    "header" TEXT,
    "token_org" UUID,
    "disagreed" BOOLEAN NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "ip" TEXT NOT NULL,

    CONSTRAINT "routing_decision_pkey" PRIMARY KEY ("org_id","id")
);

-- CreateIndex
CREATE INDEX "routing_decision_org_id_outcome_id_idx" ON "routing_decision"("org_id", "outcome", "id");

-- CreateIndex
CREATE INDEX "routing_decision_org_id_resolved_by_id_idx" ON "routing_decision"("org_id", "resolved_by", "id");

-- CreateIndex
CREATE INDEX "routing_decision_org_id_host_id_idx" ON "routing_decision"("org_id", "host", "id");

-- CreateIndex
CREATE INDEX "routing_decision_org_id_actor_id_id_idx" ON "routing_decision"("org_id", "actor_id", "id");

-- CreateIndex
CREATE INDEX "routing_decision_org_id_disagreed_id_idx" ON "routing_decision"("org_id", "disagreed", "id");

-- CreateIndex
CREATE INDEX "routing_decision_org_id_request_id_id_idx" ON "routing_decision"("org_id", "request_id", "id");

-- AddForeignKey. The wall of org binds the migrator, too, while the new key is checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "routing_decision" ADD CONSTRAINT "routing_decision_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;

-- What a column may hold. A decision that was resolved by nothing names no organization: it stands in no
-- organization's log, and 'none' is no value here.
ALTER TABLE routing_decision ADD CONSTRAINT routing_decision_surface CHECK (surface IN ('page', 'action', 'api'));
ALTER TABLE routing_decision ADD CONSTRAINT routing_decision_resolved_by CHECK (resolved_by IN ('route', 'header', 'token'));
ALTER TABLE routing_decision ADD CONSTRAINT routing_decision_actor_kind CHECK (actor_kind IN ('user', 'token', 'machine', 'nobody'));
ALTER TABLE routing_decision ADD CONSTRAINT routing_decision_outcome CHECK (outcome IN ('allowed', 'refused') AND (outcome = 'refused') = (reason IS NOT NULL));
ALTER TABLE routing_decision ADD CONSTRAINT routing_decision_lengths CHECK (length(path) <= 300 AND length(host) <= 253 AND length(request_id) <= 64);

-- The app reads it, in its own organization, and changes nothing: a line comes in through log_routing alone.
SELECT isolate('routing_decision');
REVOKE INSERT, UPDATE, DELETE ON routing_decision FROM rowhouse_app;
GRANT INSERT, SELECT (org_id, id), DELETE ON routing_decision TO rowhouse_gate;

-- Writes many decisions at once. Whose log a decision belongs to is found here: the organization that it names by id,
-- else the one of its host, so that a stranger's refusal stands in the log of the organization that was asked for.
-- What disagreed is judged here too, since only here a refused request's organization is known. Answers with the
-- decisions that name no organization (any more): they are the operator's to hear of.
CREATE FUNCTION log_routing(p_rows jsonb) RETURNS TABLE (id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH given AS (
    SELECT r.*, o.id AS found FROM jsonb_to_recordset(p_rows) AS r(id uuid, at timestamptz, request_id text, method text,
        host text, path text, surface text, resolved_by text, org_id uuid, header text, header_org uuid, token_org uuid,
        actor_kind text, actor_id uuid, actor_label text, outcome text, reason text, ip text)
      LEFT JOIN org_host h ON r.org_id IS NULL AND h.host = r.host AND (h.state = 'live' OR h.former_until > now())
      LEFT JOIN org o ON o.id = coalesce(r.org_id, h.org_id) AND o.deleted_at IS NULL
  ), kept AS (
    INSERT INTO routing_decision (org_id, id, at, request_id, method, host, path, surface, resolved_by, header, token_org,
        disagreed, actor_kind, actor_id, actor_label, outcome, reason, ip)
      SELECT g.found, g.id, g.at, g.request_id, g.method, g.host, g.path, g.surface, g.resolved_by, g.header, g.token_org,
        (g.header IS NOT NULL AND g.header_org IS DISTINCT FROM g.found) OR (g.token_org IS NOT NULL AND g.token_org <> g.found),
        g.actor_kind, g.actor_id, g.actor_label, g.outcome, g.reason, g.ip
      FROM given g WHERE g.found IS NOT NULL
    -- The same lines once more, after an answer that got lost, are no second lines.
    ON CONFLICT DO NOTHING
  )
  SELECT g.id FROM given g WHERE g.found IS NULL
$$;

-- Removes what is older than so many days, at most so many lines: how many it was. Organization by organization, so that
-- it walks the key of each. An id begins with its milliseconds.
CREATE FUNCTION prune_routing(p_days int, p_limit int) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH floor AS (
    SELECT (lpad(to_hex((extract(epoch FROM now() - make_interval(days => greatest(p_days, 1))) * 1000)::bigint), 12, '0')
      || repeat('0', 20))::uuid AS id
  ), old AS (
    SELECT d.org_id, d.id FROM org o CROSS JOIN floor f CROSS JOIN LATERAL (
      SELECT r.org_id, r.id FROM routing_decision r WHERE r.org_id = o.id AND r.id < f.id ORDER BY r.id LIMIT p_limit
    ) d LIMIT p_limit
  ), gone AS (
    DELETE FROM routing_decision r USING old WHERE r.org_id = old.org_id AND r.id = old.id RETURNING 1
  )
  SELECT count(*)::int FROM gone
$$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['log_routing(jsonb)', 'prune_routing(int,int)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
      CASE f WHEN 'prune_routing(int,int)'::regprocedure THEN 'rowhouse_worker' ELSE 'rowhouse_app' END);
    -- Last: once the gate owns it, the role that migrates may grant and revoke nothing on it, and says so to nobody.
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
