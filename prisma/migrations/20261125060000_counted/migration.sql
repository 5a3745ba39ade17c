-- What a row weighs may be an expression over its columns, no longer a column alone: a domain that lapsed is in the list
-- and takes no place.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
CREATE OR REPLACE FUNCTION count_usage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  weight text := CASE TG_NARGS WHEN 1 THEN '1' ELSE format('(%s)', TG_ARGV[1]) END;
  came_in text := format('SELECT t.org_id, %s AS by FROM came t', weight);
  gone_out text := format('SELECT t.org_id, -%s AS by FROM gone t', weight);
BEGIN
  EXECUTE format(
    'SELECT add_usage(d.org_id, $1, d.by) FROM (SELECT r.org_id, sum(r.by)::bigint AS by FROM (%s) r GROUP BY r.org_id ORDER BY r.org_id) d',
    CASE TG_OP WHEN 'INSERT' THEN came_in WHEN 'DELETE' THEN gone_out ELSE came_in || ' UNION ALL ' || gone_out END
  ) USING TG_ARGV[0];
  RETURN NULL;
END $$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

DROP FUNCTION counted(regclass, text, name);
-- counted(table, limit) makes each row of a walled table count as one towards that limit of its org; counted(table,
-- limit, weight) as much as that expression over the row's columns says, which is never null. Rows that are there
-- already are counted now.
CREATE FUNCTION counted(tbl regclass, limit_key text, weight text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  call text := format('FOR EACH STATEMENT EXECUTE FUNCTION count_usage(%s)', concat_ws(', ', quote_literal(limit_key), quote_literal(weight)));
  total text := format('sum(%s)', coalesce(weight, '1'));
  walled regclass;
BEGIN
  EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS came %s', 'count_in_' || limit_key, tbl, call);
  EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS gone %s', 'count_out_' || limit_key, tbl, call);
  IF weight IS NOT NULL THEN
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %s REFERENCING OLD TABLE AS gone NEW TABLE AS came %s', 'count_change_' || limit_key, tbl, call);
  END IF;
  -- The walls bind the migrator too: they stand aside for this one statement.
  FOREACH walled IN ARRAY ARRAY[tbl, 'usage_counter'::regclass, 'usage_day'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
  EXECUTE format('WITH held AS (
      INSERT INTO usage_counter (org_id, limit_key, used) SELECT org_id, %L, %s FROM %s GROUP BY org_id RETURNING org_id, limit_key, used
    ) INSERT INTO usage_day (org_id, limit_key, day, value, closing) SELECT org_id, limit_key, usage_today(), used, used FROM held', limit_key, total, tbl);
  FOREACH walled IN ARRAY ARRAY[tbl, 'usage_counter'::regclass, 'usage_day'::regclass] LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION counted(regclass, text, text) FROM PUBLIC;

SELECT counted('domain', 'custom_domains', '(state <> ''lapsed'')::int');
