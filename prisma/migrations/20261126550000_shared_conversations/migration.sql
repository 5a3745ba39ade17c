-- Who makes a trigger may call its function; that one is the gate's.
SET LOCAL ROLE rowhouse_gate;
GRANT EXECUTE ON FUNCTION keep_grantable() TO rowhouse_owner;
SET LOCAL ROLE rowhouse_owner;

-- One conversation can be shared: with a viewer who shall answer it, say.
SELECT grantable('conversation');
