-- The tables' owner is bound by the walls as well: filling in the demo asks the policies' functions.
SET LOCAL ROLE rowhouse_gate;
GRANT EXECUTE ON FUNCTION carried_in_sight(), audit_in_sight() TO rowhouse_owner;
SET LOCAL ROLE rowhouse_owner;
