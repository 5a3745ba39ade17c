const LOGINS = 'rowhouse_app, rowhouse_auth, rowhouse_worker';

/**
 * The statements that give the roles their rights on a database itself: the product's may connect, and PUBLIC may do
 * nothing. A database that is copied from a template starts without them.
 * @param {string} database its name, quoted where it needs to be
 */
export const databaseRights = (database) => [
  `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
  `GRANT CONNECT ON DATABASE ${database} TO ${LOGINS}, rowhouse_migrator`,
  `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO rowhouse_owner`,
];

/**
 * Run in a database as an administrator, these close what PostgreSQL leaves open to everyone in it: the schema, and large
 * objects, which have no policies and no organization. A superuser alone can take the right to make large objects away.
 */
export const schemaRights = [
  'REVOKE ALL ON SCHEMA public FROM PUBLIC',
  `GRANT USAGE ON SCHEMA public TO ${LOGINS}, rowhouse_gate`,
];

/** Closes large objects in the database of this connection. Needs a superuser. */
export const NO_LARGE_OBJECTS = `DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
    AND (p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite'))
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$`;

/** Takes from PUBLIC what initdb gives it on the databases of a server that is the product's own. */
export const CLOSE_SERVER = `DO $$
DECLARE d name;
BEGIN
  FOR d IN SELECT datname FROM pg_database WHERE EXISTS (
    SELECT 1 FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) x WHERE x.grantee = 0)
  LOOP
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', d);
  END LOOP;
END $$`;
