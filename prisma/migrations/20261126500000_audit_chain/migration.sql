-- THE RULE. The events of an org form a chain: each has a number of its own in its org, 1, 2, 3 …, and a hash over the
-- hash before it, that number and every column of the event. Both are written by the database in the transaction of the
-- event, for whoever adds one; nobody but this file's functions can write a link, and nobody can write over one.
--
-- The link is written when the transaction commits (a deferred trigger), and the lock on the org's head of chain is taken
-- there and not before: it is the last lock of a transaction, so that it closes no circle with others, and it is held for
-- the commit alone, however long the transaction took.

-- Two places in an org's chain: its 'head', the newest link, and, once something was removed for its age, its 'anchor',
-- the last link that went.
-- CreateTable
CREATE TABLE "audit_mark" (
    "org_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_mark_pkey" PRIMARY KEY ("org_id","kind")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "org_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("org_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_org_id_event_id_key" ON "audit_link"("org_id", "event_id");

-- AddForeignKey. The wall of org binds the migrator, too, while the new key is checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "audit_mark" ADD CONSTRAINT "audit_mark_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "audit_link" ADD CONSTRAINT "audit_link_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;

ALTER TABLE audit_mark ADD CONSTRAINT audit_mark_hash CHECK (octet_length(hash) = 32);
ALTER TABLE audit_link ADD CONSTRAINT audit_link_hash CHECK (octet_length(hash) = 32);

-- A field as length and text, so that no two events have the same bytes; '-' for none. (These four have no search_path of
-- their own: with one they could not be inlined, and a hash would cost ten times as much. They name what they call.)
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(pg_catalog.octet_length(value)::text || ':' || value, '-')
$$;

-- What an event's hash is made of (docs/audit.md): every column, in this order, whatever the session's settings are.
CREATE FUNCTION audit_canonical(e audit_event) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT 'rowhouse-audit-1'
    || public.audit_field(e.org_id::text) || public.audit_field(e.id::text)
    || public.audit_field(pg_catalog.floor(EXTRACT(epoch FROM e.at) * 1000)::bigint::text)
    || public.audit_field(e.actor_kind) || public.audit_field(e.actor_id::text) || public.audit_field(e.actor_label)
    || public.audit_field(e.action) || public.audit_field(e.outcome) || public.audit_field(e.reason)
    || public.audit_field(e.target_kind) || public.audit_field(e.target_id) || public.audit_field(e.target_label)
    || public.audit_field(e.before::text) || public.audit_field(e.after::text)
    || public.audit_field(e.ip) || public.audit_field(e.user_agent) || public.audit_field(e.request_id)
$$;

-- The hash before an org's first event.
CREATE FUNCTION audit_genesis(p_org uuid) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_catalog.sha256(pg_catalog.convert_to('rowhouse-audit-1 ' || p_org::text, 'UTF8'))
$$;

CREATE FUNCTION audit_hash(before bytea, seq bigint, e audit_event) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT pg_catalog.sha256(before || pg_catalog.convert_to(seq::text || ' ' || public.audit_canonical(e), 'UTF8'))
$$;

-- Adds an event to its org's chain. Two transactions that commit at the same moment take turns at the head's row.
CREATE FUNCTION chain_audit_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE link record;
BEGIN
  LOOP
    UPDATE audit_mark h SET seq = h.seq + 1, hash = audit_hash(h.hash, h.seq + 1, NEW)
      WHERE h.org_id = NEW.org_id AND h.kind = 'head' RETURNING h.seq, h.hash INTO link;
    EXIT WHEN FOUND;
    INSERT INTO audit_mark (org_id, kind, seq, hash)
      VALUES (NEW.org_id, 'head', 0, audit_genesis(NEW.org_id)) ON CONFLICT DO NOTHING;
  END LOOP;
  INSERT INTO audit_link (org_id, seq, event_id, hash) VALUES (NEW.org_id, link.seq, NEW.id, link.hash);
  RETURN NULL;
END $$;

-- What happened before there was a chain, in the order of the events' ids, which is that of their time.
ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE e audit_event; org uuid; n bigint; h bytea;
BEGIN
  FOR e IN SELECT * FROM audit_event ORDER BY org_id, id LOOP
    IF org IS DISTINCT FROM e.org_id THEN
      IF org IS NOT NULL THEN INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES (org, 'head', n, h); END IF;
      org := e.org_id; n := 0; h := audit_genesis(org);
    END IF;
    n := n + 1; h := audit_hash(h, n, e);
    INSERT INTO audit_link (org_id, seq, event_id, hash) VALUES (org, n, e.id, h);
  END LOOP;
  IF org IS NOT NULL THEN INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES (org, 'head', n, h); END IF;
END $$;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;

CREATE CONSTRAINT TRIGGER chain_audit_event AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit_event();

SELECT isolate('audit_mark');
SELECT isolate('audit_link');
-- The chain is read by the app, and written by its functions.
REVOKE INSERT, UPDATE, DELETE ON audit_mark, audit_link FROM rowhouse_app;

GRANT SELECT, DELETE ON audit_event TO rowhouse_gate;
GRANT SELECT, INSERT ON audit_mark TO rowhouse_gate;
GRANT UPDATE (seq, hash) ON audit_mark TO rowhouse_gate;
GRANT SELECT, INSERT, DELETE ON audit_link TO rowhouse_gate;

-- Walks an org's chain in one snapshot: how many events it has, since when, its head, and the first thing that is not as
-- it was written: 'missing' (a number is not there), 'removed' (the event of a number is gone), 'changed' (the event, or a
-- link, is another), 'added' (an event that no link has), 'end' (the chain ends elsewhere than its head says).
CREATE FUNCTION audit_check(p_org uuid)
RETURNS TABLE (events bigint, removed bigint, since timestamptz, seq bigint, hash bytea, fault text, fault_seq bigint, fault_event uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH head AS (
    SELECT coalesce(h.seq, 0) AS seq, coalesce(h.hash, audit_genesis(p_org)) AS hash,
      coalesce(a.seq, 0) AS anchor_seq, coalesce(a.hash, audit_genesis(p_org)) AS anchor_hash
    FROM (VALUES (p_org)) o(id) LEFT JOIN audit_mark h ON h.org_id = o.id AND h.kind = 'head'
      LEFT JOIN audit_mark a ON a.org_id = o.id AND a.kind = 'anchor'
  ),
  walked AS (
    SELECT l.seq, l.event_id, l.hash, lag(l.seq) OVER w AS seq_before, lag(l.hash) OVER w AS hash_before
    FROM audit_link l WHERE l.org_id = p_org WINDOW w AS (ORDER BY l.seq)
  ),
  judged AS (
    SELECT l.seq, l.event_id, l.hash, e.at, CASE
        WHEN l.seq <> coalesce(l.seq_before, h.anchor_seq) + 1 THEN 'missing'
        WHEN e.id IS NULL THEN 'removed'
        WHEN l.hash <> audit_hash(coalesce(l.hash_before, h.anchor_hash), l.seq, e) THEN 'changed'
      END AS fault,
      CASE WHEN l.seq <> coalesce(l.seq_before, h.anchor_seq) + 1 THEN coalesce(l.seq_before, h.anchor_seq) + 1 ELSE l.seq END AS at_seq
    FROM walked l CROSS JOIN head h LEFT JOIN audit_event e ON e.org_id = p_org AND e.id = l.event_id
  ),
  faults AS (
    (SELECT 1 AS rank, j.at_seq, CASE WHEN j.fault <> 'missing' THEN j.event_id END AS event_id, j.fault FROM judged j
      WHERE j.fault IS NOT NULL ORDER BY j.seq LIMIT 1)
    UNION ALL (SELECT 2, NULL, e.id, 'added' FROM audit_event e
      WHERE e.org_id = p_org AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.org_id = p_org AND l.event_id = e.id) ORDER BY e.id LIMIT 1)
    UNION ALL SELECT 3, least(h.seq, last.seq) + 1, NULL, 'end' FROM head h
      LEFT JOIN LATERAL (SELECT l.seq, l.hash FROM audit_link l WHERE l.org_id = p_org ORDER BY l.seq DESC LIMIT 1) last ON true
      WHERE (h.seq, h.hash) IS DISTINCT FROM (coalesce(last.seq, h.anchor_seq), coalesce(last.hash, h.anchor_hash))
  )
  SELECT (SELECT count(*) FROM judged), h.anchor_seq, (SELECT min(j.at) FROM judged j), h.seq, h.hash, f.fault, f.at_seq, f.event_id
  FROM head h LEFT JOIN (SELECT * FROM faults ORDER BY rank LIMIT 1) f ON true;
END $$;

-- For an org's own page: itself and no other.
CREATE FUNCTION verify_audit(p_org uuid)
RETURNS TABLE (events bigint, removed bigint, since timestamptz, seq bigint, hash bytea, fault text, fault_seq bigint, fault_event uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF p_org IS DISTINCT FROM current_setting('app.org_id')::uuid THEN
    RAISE EXCEPTION 'only the organization of the scope is verified' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY SELECT * FROM audit_check(p_org);
END $$;

-- For the operator's command: one org, or all, deleted ones too; and the hash that a number has now.
CREATE FUNCTION verify_audits(p_slug text, p_noted bigint)
RETURNS TABLE (slug text, events bigint, removed bigint, since timestamptz, seq bigint, hash bytea, fault text, fault_seq bigint, fault_event uuid, noted_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.slug, c.*, coalesce((SELECT l.hash FROM audit_link l WHERE l.org_id = o.id AND l.seq = p_noted),
    (SELECT a.hash FROM audit_mark a WHERE a.org_id = o.id AND a.kind = 'anchor' AND a.seq = p_noted))
  FROM org o CROSS JOIN LATERAL audit_check(o.id) c WHERE p_slug IS NULL OR o.slug = p_slug ORDER BY o.slug
$$;

-- For the worker: removes up to p_limit of an org's oldest events that are older than so many days, and keeps the number
-- and the hash of the last of them, so that what is left is still a chain. Never anything of the last 30 days, whatever it
-- is asked for. Returns how many went.
CREATE FUNCTION prune_audit(p_org uuid, p_days int, p_limit int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  old_before timestamptz := now() - make_interval(days => greatest(p_days, 30));
  last record;
  gone int;
BEGIN
  -- One at a time in an org. Writers need the head only when they commit, and wait for this batch at most.
  PERFORM 1 FROM audit_mark h WHERE h.org_id = p_org AND h.kind = 'head' FOR UPDATE;
  SELECT o.seq, o.hash INTO last FROM (
    SELECT l.seq, l.hash, e.at, bool_and(e.at < old_before) OVER (ORDER BY l.seq) AS old
    FROM (SELECT * FROM audit_link k WHERE k.org_id = p_org ORDER BY k.seq LIMIT p_limit) l
    JOIN audit_event e ON e.org_id = p_org AND e.id = l.event_id
  ) o WHERE o.old ORDER BY o.seq DESC LIMIT 1;
  IF NOT FOUND THEN RETURN 0; END IF;
  WITH gone AS (DELETE FROM audit_link l WHERE l.org_id = p_org AND l.seq <= last.seq RETURNING l.event_id)
    DELETE FROM audit_event e USING gone g WHERE e.org_id = p_org AND e.id = g.event_id;
  GET DIAGNOSTICS gone = ROW_COUNT;
  INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES (p_org, 'anchor', last.seq, last.hash)
    ON CONFLICT (org_id, kind) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
  RETURN gone;
END $$;

-- For the worker: orgs with an event older than the shortest time that a plan keeps them, and what their plan says.
CREATE FUNCTION aged_audit(p_days int) RETURNS TABLE (org_id uuid, plan text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.id, o.plan FROM org o
  WHERE (SELECT e.at FROM audit_event e WHERE e.org_id = o.id ORDER BY e.id LIMIT 1) < now() - make_interval(days => p_days)
$$;

REVOKE EXECUTE ON FUNCTION audit_field(text), audit_canonical(audit_event), audit_genesis(uuid), audit_hash(bytea, bigint, audit_event), audit_check(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_field(text), audit_canonical(audit_event), audit_genesis(uuid), audit_hash(bytea, bigint, audit_event), audit_check(uuid) TO rowhouse_gate;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['chain_audit_event()', 'verify_audit(uuid)', 'verify_audits(text,bigint)', 'prune_audit(uuid,int,int)', 'aged_audit(int)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    IF f = 'verify_audit(uuid)'::regprocedure THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    ELSIF f <> 'chain_audit_event()'::regprocedure THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_worker', f); END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
