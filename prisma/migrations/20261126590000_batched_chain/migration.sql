-- The batched form of the chain, for an org with so many writers that they wait for each other at its head: an event is put
-- into the chain by the worker, many at a time, instead of by its own transaction. Which orgs: those with a mark of the
-- kind 'batched', which an operator sets. Everybody else's events are in the chain when their transaction is over.

-- Events of such an org that wait for their place.
CREATE TABLE "audit_unsealed" (
    "org_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("org_id","event_id")
);

-- The wall of org binds the migrator, too, while the new key is checked.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "audit_unsealed" ADD CONSTRAINT "audit_unsealed_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;

SELECT isolate('audit_unsealed');
REVOKE INSERT, UPDATE, DELETE ON audit_unsealed FROM rowhouse_app;
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO rowhouse_gate;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;

-- Adds an event to its org's chain. Two transactions that commit at the same moment take turns at the head's row.
CREATE OR REPLACE FUNCTION chain_audit_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE link record;
BEGIN
  IF EXISTS (SELECT 1 FROM audit_mark b WHERE b.org_id = NEW.org_id AND b.kind = 'batched') THEN
    INSERT INTO audit_unsealed (org_id, event_id) VALUES (NEW.org_id, NEW.id);
    RETURN NULL;
  END IF;
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

-- For the worker: orgs with events that wait.
CREATE FUNCTION unsealed_audits(p_limit int) RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT u.org_id FROM audit_unsealed u LIMIT p_limit
$$;

-- For the worker: puts up to p_limit waiting events of an org into its chain, in the order of their ids, under one lock of
-- its head. One whose event is gone stays, for audit_check to tell. Returns how many.
CREATE FUNCTION seal_audit(p_org uuid, p_limit int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e audit_event; n bigint; h bytea; sealed int := 0;
BEGIN
  INSERT INTO audit_mark (org_id, kind, seq, hash)
    SELECT p_org, 'head', 0, audit_genesis(p_org) WHERE EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.org_id = p_org)
    ON CONFLICT DO NOTHING;
  SELECT m.seq, m.hash INTO n, h FROM audit_mark m WHERE m.org_id = p_org AND m.kind = 'head' FOR UPDATE;
  -- After the lock, so that what another one sealed meanwhile isn't seen any more.
  FOR e IN SELECT a.* FROM audit_unsealed u JOIN audit_event a ON a.org_id = u.org_id AND a.id = u.event_id
    WHERE u.org_id = p_org ORDER BY u.event_id LIMIT p_limit
  LOOP
    n := n + 1; h := audit_hash(h, n, e); sealed := sealed + 1;
    INSERT INTO audit_link (org_id, seq, event_id, hash) VALUES (p_org, n, e.id, h);
    DELETE FROM audit_unsealed u WHERE u.org_id = p_org AND u.event_id = e.id;
  END LOOP;
  IF sealed > 0 THEN
    UPDATE audit_mark m SET seq = n, hash = h WHERE m.org_id = p_org AND m.kind = 'head';
  END IF;
  RETURN sealed;
END $$;

REVOKE EXECUTE ON FUNCTION unsealed_audits(int), seal_audit(uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unsealed_audits(int), seal_audit(uuid, int) TO rowhouse_worker;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

-- As before, and besides: an event that waits for its place was not added past the chain, and one that waits and is gone was
-- removed before it had one ('lost').
DO $$
DECLARE
  was text := pg_get_functiondef('audit_check(uuid)'::regprocedure);
  added text := 'NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.org_id = p_org AND l.event_id = e.id) ORDER BY e.id LIMIT 1)';
BEGIN
  IF position(added IN was) = 0 THEN RAISE EXCEPTION 'audit_check is not as it was'; END IF;
  EXECUTE replace(was, added,
    'NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.org_id = p_org AND l.event_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.org_id = p_org AND u.event_id = e.id) ORDER BY e.id LIMIT 1)
    UNION ALL (SELECT 4, NULL, u.event_id, ''lost'' FROM audit_unsealed u
      WHERE u.org_id = p_org AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.org_id = p_org AND e.id = u.event_id) ORDER BY u.event_id LIMIT 1)');
END $$;
