-- Without a person in scope, whether the setting is empty or was never made, the relay log's policies take it that no one in
-- particular acts: a job, a seed.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
DO $$
DECLARE
  f regprocedure; was text;
  asks text := 'current_setting(''app.user_id'')';
BEGIN
  FOREACH f IN ARRAY ARRAY['carried_in_sight()', 'audit_in_sight()']::regprocedure[] LOOP
    was := pg_get_functiondef(f);
    IF position(asks IN was) = 0 THEN RAISE EXCEPTION '% asks for no person', f; END IF;
    EXECUTE replace(was, asks, 'current_setting(''app.user_id'', true)');
  END LOOP;
END $$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
