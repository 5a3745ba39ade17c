-- The worker's queue (graphile-worker): a schema that the worker's role alone may enter. What is in it the worker makes
-- itself when it starts (lib/jobs/schema.ts), and owns; the schema is the owner's, so the worker can let nobody else in.
CREATE SCHEMA IF NOT EXISTS graphile_worker;
REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA graphile_worker TO rowhouse_worker;
