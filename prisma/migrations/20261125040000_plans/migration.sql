-- How much of its limits an org holds, a row a limit.
CREATE TABLE "usage_counter" (
    "org_id" UUID NOT NULL,
    "limit_key" TEXT NOT NULL,
    "used" BIGINT NOT NULL,

    CONSTRAINT "usage_counter_pkey" PRIMARY KEY ("org_id","limit_key")
);

-- The same by day (UTC). Of what is held (members, bytes): the most of that day, and what the day closed with. Of what
-- happens (API requests): how many, in both columns. A day without a change has no row.
CREATE TABLE "usage_day" (
    "org_id" UUID NOT NULL,
    "limit_key" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "value" BIGINT NOT NULL,
    "closing" BIGINT NOT NULL,

    CONSTRAINT "usage_day_pkey" PRIMARY KEY ("org_id","limit_key","day")
);

-- The wall binds the migrator too, and would refuse to look for the keys.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "usage_counter" ADD CONSTRAINT "usage_counter_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "usage_day" ADD CONSTRAINT "usage_day_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE org FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_counter ADD CONSTRAINT usage_counter_used CHECK (used >= 0);

-- THE RULE. What an org holds is counted by the database, in the very write that changes it: no code can forget to, and
-- what a limit is judged by is one row, which can be locked. Only the functions below write there; the app reads.
SELECT isolate('usage_counter');
SELECT isolate('usage_day');
REVOKE INSERT, UPDATE, DELETE ON usage_counter, usage_day FROM rowhouse_app;
GRANT SELECT, INSERT, UPDATE (used) ON usage_counter TO rowhouse_gate;
GRANT SELECT, INSERT, UPDATE (value, closing) ON usage_day TO rowhouse_gate;

CREATE FUNCTION usage_today() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (now() AT TIME ZONE 'UTC')::date
$$;

-- Adds to what an org holds. An org that is going in this very statement, its rows before it, has nothing to be counted
-- any more: its counters must neither hold it up nor come back.
CREATE FUNCTION add_usage(p_org uuid, p_key text, p_by bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before bigint; after bigint;
BEGIN
  IF p_by = 0 OR NOT EXISTS (SELECT 1 FROM org o WHERE o.id = p_org) THEN RETURN; END IF;
  INSERT INTO usage_counter AS c (org_id, limit_key, used) VALUES (p_org, p_key, greatest(p_by, 0))
    ON CONFLICT (org_id, limit_key) DO UPDATE SET used = greatest(c.used + p_by, 0) RETURNING c.used INTO after;
  before := after - p_by;
  INSERT INTO usage_day AS d (org_id, limit_key, day, value, closing) VALUES (p_org, p_key, usage_today(), greatest(before, after), after)
    ON CONFLICT (org_id, limit_key, day) DO UPDATE SET value = greatest(d.value, excluded.closing), closing = excluded.closing;
END $$;

-- Runs once a statement, whoever writes and in whichever scope: a member who joins, a purge that crosses all of an org's
-- tables, a person's name that changes in all of their orgs. Orgs in the order of their ids, so that two statements
-- that meet in several wait for each other and never crosswise.
CREATE FUNCTION count_usage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  weight text := CASE TG_NARGS WHEN 1 THEN '1' ELSE format('t.%I', TG_ARGV[1]) END;
  came_in text := format('SELECT t.org_id, %s AS by FROM came t', weight);
  gone_out text := format('SELECT t.org_id, -%s AS by FROM gone t', weight);
BEGIN
  EXECUTE format(
    'SELECT add_usage(d.org_id, $1, d.by) FROM (SELECT r.org_id, sum(r.by)::bigint AS by FROM (%s) r GROUP BY r.org_id ORDER BY r.org_id) d',
    CASE TG_OP WHEN 'INSERT' THEN came_in WHEN 'DELETE' THEN gone_out ELSE came_in || ' UNION ALL ' || gone_out END
  ) USING TG_ARGV[0];
  RETURN NULL;
END $$;

-- counted(table, limit) makes each row of a walled table count as one towards that limit of its org; counted(table,
-- limit, column) as much as that (not null) column says. Rows that are there already are counted now.
--   SELECT counted('membership', 'members');
--   SELECT counted('org_image', 'storage', 'size');
CREATE FUNCTION counted(tbl regclass, limit_key text, summed name DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  call text := format('FOR EACH STATEMENT EXECUTE FUNCTION count_usage(%s)', concat_ws(', ', quote_literal(limit_key), quote_literal(summed)));
  weight text := CASE WHEN summed IS NULL THEN 'count(*)' ELSE format('sum(%I)', summed) END;
  walled regclass;
BEGIN
  EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS came %s', 'count_in_' || limit_key, tbl, call);
  EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS gone %s', 'count_out_' || limit_key, tbl, call);
  IF summed IS NOT NULL THEN
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %s REFERENCING OLD TABLE AS gone NEW TABLE AS came %s', 'count_change_' || limit_key, tbl, call);
  END IF;
  -- The walls bind the migrator too: they stand aside for this one statement.
  FOREACH walled IN ARRAY ARRAY[tbl, 'usage_counter'::regclass, 'usage_day'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
  EXECUTE format('WITH held AS (
      INSERT INTO usage_counter (org_id, limit_key, used) SELECT org_id, %L, %s FROM %s GROUP BY org_id RETURNING org_id, limit_key, used
    ) INSERT INTO usage_day (org_id, limit_key, day, value, closing) SELECT org_id, limit_key, usage_today(), used, used FROM held', limit_key, weight, tbl);
  FOREACH walled IN ARRAY ARRAY[tbl, 'usage_counter'::regclass, 'usage_day'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
END $$;

-- Holds the counter of one limit until the end of the transaction, and says what it is at: two that want the last place
-- wait for each other. Raises unless the org asked for is the one in scope.
CREATE FUNCTION lock_usage(p_org uuid, p_key text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held bigint;
BEGIN
  IF p_org IS NULL OR p_org IS DISTINCT FROM current_setting('app.org_id')::uuid THEN
    RAISE EXCEPTION 'a limit is asked of the organization in scope' USING ERRCODE = '42501';
  END IF;
  INSERT INTO usage_counter (org_id, limit_key, used) VALUES (p_org, p_key, 0) ON CONFLICT DO NOTHING;
  SELECT c.used INTO held FROM usage_counter c WHERE c.org_id = p_org AND c.limit_key = p_key FOR NO KEY UPDATE;
  RETURN held;
END $$;

-- Notes how many API requests orgs have made since the last time: one call for all that a process has served.
CREATE FUNCTION add_api_requests(p_orgs uuid[], p_counts bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO usage_day AS d (org_id, limit_key, day, value, closing)
  SELECT o.id, 'api_requests', usage_today(), n.count, n.count
    FROM unnest(p_orgs, p_counts) n (org_id, count) JOIN org o ON o.id = n.org_id WHERE n.count > 0 ORDER BY o.id
  ON CONFLICT (org_id, limit_key, day) DO UPDATE SET value = d.value + excluded.value, closing = d.value + excluded.value
$$;

-- Whether an invitation's org still has a place, for who holds its secret: before they make an account for nothing.
CREATE FUNCTION invitation_room(p_hash bytea) RETURNS TABLE (org_name text, used bigint, plan text, limits jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.name, coalesce(c.used, 0), o.plan, o.limits
  FROM invitation i JOIN org o ON o.id = i.org_id LEFT JOIN usage_counter c ON c.org_id = i.org_id AND c.limit_key = 'members'
  WHERE i.token_hash = p_hash
$$;

REVOKE EXECUTE ON FUNCTION usage_today(), counted(regclass, text, name) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION usage_today() TO rowhouse_gate;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['add_usage(uuid,text,bigint)', 'count_usage()', 'lock_usage(uuid,text)',
    'add_api_requests(uuid[],bigint[])', 'invitation_room(bytea)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    IF f NOT IN ('add_usage(uuid,text,bigint)'::regprocedure, 'count_usage()'::regprocedure) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    END IF;
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
-- Whoever owns a table puts the trigger on it: this migration, and later ones.
SET LOCAL ROLE rowhouse_gate;
GRANT EXECUTE ON FUNCTION count_usage() TO rowhouse_owner;
SET LOCAL ROLE rowhouse_owner;

SELECT counted('membership', 'members');
SELECT counted('org_image', 'storage', 'size');
