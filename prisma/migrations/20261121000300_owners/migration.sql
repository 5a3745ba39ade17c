-- THE RULE. An organization has at least one owner at the end of every transaction, however it was reached:
-- removal, demotion, leaving, transfer, the deletion of an account, and two of these at the same moment.
-- The app locks the org's row first (lib/data/owners.ts); this constraint holds even if it did not: it takes
-- the same lock before it counts, so that of two last owners leaving at once the second one fails.
CREATE FUNCTION org_keeps_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  touched uuid := CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(OLD) ->> 'org_id' END;
BEGIN
  PERFORM 1 FROM org o WHERE o.id = touched FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.org_id = touched AND m.role = 'owner') THEN
    RAISE EXCEPTION 'an organization keeps at least one owner' USING ERRCODE = 'RH410', CONSTRAINT = 'org_keeps_an_owner';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER org_keeps_an_owner AFTER UPDATE OF role OR DELETE ON membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION org_keeps_an_owner();
CREATE CONSTRAINT TRIGGER org_starts_with_an_owner AFTER INSERT ON org
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION org_keeps_an_owner();

REVOKE EXECUTE ON FUNCTION org_keeps_an_owner() FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION org_keeps_an_owner() OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
