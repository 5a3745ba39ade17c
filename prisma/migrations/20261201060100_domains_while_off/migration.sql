-- THE RULE. While an organization doesn't have custom domains (its plan, an operator's exception or its own switch says
-- so), no custom domain opens it: they redirect to the subdomain, links lead there, and no sign-in code goes elsewhere.
-- The claims stay and follow their proof as always, so a host that the organization no longer owns is released. The
-- primary domain is remembered, and is the primary domain again when the feature is back on.
ALTER TABLE org_host ADD COLUMN primary_kept boolean NOT NULL DEFAULT false;
ALTER TABLE org_host ADD CONSTRAINT org_host_kept_or_primary CHECK (NOT primary_kept OR primary_of IS NULL);

-- Whether a row of org has custom domains: what lib/plans says, for the database. A test compares the two.
CREATE FUNCTION has_custom_domains(p_plan text, p_features jsonb, p_off text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN 'custom_domains' = ANY (p_off) THEN false
    WHEN p_features -> 'custom_domains' IN ('true', 'false') THEN (p_features -> 'custom_domains')::boolean
    ELSE p_plan IN ('team', 'business') END
$$;

CREATE FUNCTION switch_custom_domains() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF has_custom_domains(NEW.plan, NEW.features, NEW.features_off) THEN
    UPDATE org_host h SET primary_of = NEW.id, primary_kept = false WHERE h.org_id = NEW.id AND h.primary_kept;
  ELSE
    UPDATE org_host h SET primary_of = NULL, primary_kept = true WHERE h.org_id = NEW.id AND h.primary_of IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION has_custom_domains(text, jsonb, text[]), switch_custom_domains() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_custom_domains(text, jsonb, text[]) TO rowhouse_gate;
GRANT UPDATE (primary_of, primary_kept) ON org_host TO rowhouse_gate;
CREATE TRIGGER switch_custom_domains AFTER UPDATE OF plan, features, features_off ON org FOR EACH ROW
  WHEN ((OLD.plan, OLD.features, OLD.features_off) IS DISTINCT FROM (NEW.plan, NEW.features, NEW.features_off))
  EXECUTE FUNCTION switch_custom_domains();
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION switch_custom_domains() OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

-- Organizations that are without the feature today.
SET LOCAL ROLE rowhouse_gate;
UPDATE org_host h SET primary_of = NULL, primary_kept = true FROM org o
  WHERE o.id = h.org_id AND h.primary_of IS NOT NULL AND NOT has_custom_domains(o.plan, o.features, o.features_off);
SET LOCAL ROLE rowhouse_owner;
