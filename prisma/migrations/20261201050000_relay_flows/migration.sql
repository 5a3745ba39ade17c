-- Which workspaces a relay carries messages of, in either direction: all of them, also those that come later, or these.
-- Workspaces that are gone may still be listed: ids are never given twice.
ALTER TABLE relay ADD COLUMN "everywhere" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE relay ADD COLUMN "carries" UUID[] NOT NULL DEFAULT '{}';
ALTER TABLE relay ADD CONSTRAINT relay_carries CHECK (cardinality(carries) = 0 OR NOT everywhere);

-- What a relay was handed and has not delivered: it goes to whatever address the relay has by then.
CREATE INDEX relay_delivery_unsent ON relay_delivery (org_id, relay_id, type, carried_for) WHERE state <> 'delivered';

GRANT SELECT (everywhere, carries) ON relay TO rowhouse_gate;
GRANT SELECT (carried_for, type) ON relay_delivery TO rowhouse_gate;

-- The workspaces whose messages the person in scope may see in the logs of relays: the main one and the sub-teams they are
-- in, of owners and admins all that aren't deleted. A job of the worker acts for no one and sees all of them.
CREATE FUNCTION carried_in_sight() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid;
  me uuid := nullif(current_setting('app.user_id'), '')::uuid;
  my_role text;
BEGIN
  IF me IS NULL THEN RETURN ARRAY(SELECT w.id FROM workspace w WHERE w.org_id = org); END IF;
  SELECT m.role INTO my_role FROM membership m WHERE m.org_id = org AND m.user_id = me;
  IF NOT FOUND THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT org UNION ALL SELECT t.id FROM sub_team t
    WHERE t.org_id = org AND t.deleted_at IS NULL AND (my_role IN ('owner', 'admin') OR EXISTS (
      SELECT 1 FROM sub_team_member s WHERE s.org_id = org AND s.sub_team_id = t.id AND s.user_id = me)));
END $$;

-- Whether the person in scope may see events of the audit log in the logs of relays: owners and admins. A job may.
CREATE FUNCTION audit_in_sight() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid;
  me uuid := nullif(current_setting('app.user_id'), '')::uuid;
BEGIN
  RETURN me IS NULL OR EXISTS (
    SELECT 1 FROM membership m WHERE m.org_id = org AND m.user_id = me AND m.role IN ('owner', 'admin'));
END $$;

-- Everything that flows through a relay of the org in scope: whether the audit log does, as a stream or in what was handed
-- on and isn't delivered yet, and the workspaces whose messages do or may. `beyond` counts the workspaces among them that
-- the person in scope isn't in. Which ones these are is told to no one.
CREATE FUNCTION relay_flows(p_relay uuid) RETURNS TABLE (my_role text, audit boolean, beyond int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  org uuid := current_setting('app.org_id')::uuid;
  me uuid := nullif(current_setting('app.user_id'), '')::uuid;
  one record;
BEGIN
  SELECT r.everywhere, r.carries INTO one FROM relay r WHERE r.org_id = org AND r.id = p_relay;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT m.role INTO my_role FROM membership m WHERE m.org_id = org AND m.user_id = me;
  audit := EXISTS (SELECT 1 FROM relay_stream s WHERE s.org_id = org AND s.relay_id = p_relay)
    OR EXISTS (SELECT 1 FROM relay_delivery d
      WHERE d.org_id = org AND d.relay_id = p_relay AND d.type = 'audit.event' AND d.state <> 'delivered');
  IF my_role IN ('owner', 'admin') THEN
    beyond := 0;
  ELSE
    -- A deleted sub-team can be restored: its members are still in it.
    SELECT count(*) INTO beyond FROM workspace w
    WHERE w.org_id = org AND (one.everywhere OR w.id = ANY (one.carries) OR EXISTS (
        SELECT 1 FROM relay_delivery d WHERE d.org_id = org AND d.relay_id = p_relay AND d.type = 'message.sent'
          AND d.carried_for = w.id AND d.state <> 'delivered'))
      AND NOT (w.id = org AND my_role IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM sub_team_member s WHERE s.org_id = org AND s.sub_team_id = w.id AND s.user_id = me);
  END IF;
  RETURN NEXT;
END $$;

GRANT CREATE ON SCHEMA public TO rowhouse_gate;
DO $$
DECLARE f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY['carried_in_sight()', 'audit_in_sight()', 'relay_flows(uuid)']::regprocedure[] LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rowhouse_app', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO rowhouse_gate', f);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

-- THE RULE of relays' logs. They are the organization's, but what was carried for a workspace is seen and changed only by
-- whoever is in that workspace, and an event of the audit log only by whoever may read that. Everything else in them (tests,
-- events of no workspace) is for everyone who may see the relay.
CREATE POLICY carried_wall ON relay_delivery AS RESTRICTIVE FOR ALL
  USING (carried_for = ANY ((SELECT carried_in_sight())::uuid[])
    OR (carried_for IS NULL AND (type <> 'audit.event' OR (SELECT audit_in_sight()))))
  WITH CHECK (carried_for = ANY ((SELECT carried_in_sight())::uuid[])
    OR (carried_for IS NULL AND (type <> 'audit.event' OR (SELECT audit_in_sight()))));
CREATE POLICY carried_wall ON relay_receipt AS RESTRICTIVE FOR ALL
  USING (carried_for IS NULL OR carried_for = ANY ((SELECT carried_in_sight())::uuid[]))
  WITH CHECK (carried_for IS NULL OR carried_for = ANY ((SELECT carried_in_sight())::uuid[]));
