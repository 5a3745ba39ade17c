-- THE RULE. Every function has a search_path of its own, so no caller can put its own objects in the way of a name in it.
-- The four functions that hash an audit event had none, because PostgreSQL can't inline a SQL function that has one, and
-- a call for each of seventeen fields cost ten times as much. As PL/pgSQL they are one call for each event.
CREATE OR REPLACE FUNCTION audit_canonical(e audit_event) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Every column, in this order, as its length and its text, or '-' for null: no two events have the same bytes.
  RETURN 'rowhouse-audit-1'
    || coalesce(octet_length(e.org_id::text) || ':' || e.org_id::text, '-')
    || coalesce(octet_length(e.id::text) || ':' || e.id::text, '-')
    || coalesce(octet_length(floor(extract(epoch FROM e.at) * 1000)::bigint::text) || ':'
      || floor(extract(epoch FROM e.at) * 1000)::bigint::text, '-')
    || coalesce(octet_length(e.actor_kind) || ':' || e.actor_kind, '-')
    || coalesce(octet_length(e.actor_id::text) || ':' || e.actor_id::text, '-')
    || coalesce(octet_length(e.actor_label) || ':' || e.actor_label, '-')
    || coalesce(octet_length(e.action) || ':' || e.action, '-')
    || coalesce(octet_length(e.outcome) || ':' || e.outcome, '-')
    || coalesce(octet_length(e.reason) || ':' || e.reason, '-')
    || coalesce(octet_length(e.target_kind) || ':' || e.target_kind, '-')
    || coalesce(octet_length(e.target_id::text) || ':' || e.target_id::text, '-')
    || coalesce(octet_length(e.target_label) || ':' || e.target_label, '-')
    || coalesce(octet_length(e.before::text) || ':' || e.before::text, '-')
    || coalesce(octet_length(e.after::text) || ':' || e.after::text, '-')
    || coalesce(octet_length(e.ip) || ':' || e.ip, '-')
    || coalesce(octet_length(e.user_agent) || ':' || e.user_agent, '-')
    || coalesce(octet_length(e.request_id) || ':' || e.request_id, '-');
END $$;

CREATE OR REPLACE FUNCTION audit_hash(before bytea, seq bigint, e audit_event) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN sha256(before || convert_to(seq::text || ' ' || audit_canonical(e), 'UTF8'));
END $$;

CREATE OR REPLACE FUNCTION audit_genesis(p_org uuid) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN sha256(convert_to('rowhouse-audit-1 ' || p_org::text, 'UTF8'));
END $$;

DROP FUNCTION audit_field(text);
