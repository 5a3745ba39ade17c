import pg from 'pg';

/**
 * Rows to measure on: many small orgs whose rows lie interleaved in time, and one of a hundred thousand members. `hosts`
 * are custom ones, beside a subdomain for each org.
 */
export const SIZE = { orgs: 1000, members: 100, events: 200, big: 100_000, hosts: 0 };
export const BIG = 'big';

const PLAIN = ['app_user', 'org', 'membership', 'invitation', 'audit_event'];

/**
 * Fills an empty, migrated database, and copies it into a schema `plain`: the same rows, indexes, checks and foreign
 * keys, without walls. What costs more here than there is the price of the walls.
 * Needs a superuser: rows of all orgs go in at once, past triggers and policies.
 */
export async function fill(adminUrl: string, size = SIZE): Promise<void> {
  const db = new pg.Client({ connectionString: adminUrl });
  await db.connect();
  try {
    const { rows } = await db.query("SELECT to_regclass('plain.filled') IS NOT NULL AS done");
    if (rows[0].done) return;
    await db.query('SET session_replication_role = replica');
    await db.query(ID_FUNCTION);
    for (const [text, values] of statements(size)) await db.query(text, values);
    await db.query('SET session_replication_role = origin');
    await copyPlain(db);
    await db.query('VACUUM ANALYZE');
    await db.query('CREATE TABLE plain.filled ()');
  } finally {
    await db.end();
  }
}

// Version 7 ids made from a number: the same world each time, ordered in time like real ones.
export const ID_FUNCTION = `CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1760000000000 + n * 40), 12, '0') || '7' || substr(md5(kind || n), 1, 3)
    || '8' || substr(md5(kind || n), 4, 15))::uuid $$`;

const statements = (size: typeof SIZE): [string, unknown[]][] => [
  [
    `INSERT INTO app_user (id, email, name, email_verified_at)
      SELECT pg_temp.id('user', n), 'person' || n || '@bench.example', 'Person ' || md5(n::text), now()
      FROM generate_series(1, $1::int) n`,
    [size.big],
  ],
  [
    `INSERT INTO session (user_id, id, expires_at, user_agent, ip)
      SELECT pg_temp.id('user', n), pg_temp.id('session', n), now() + interval '30 days', 'bench', '127.0.0.1'
      FROM generate_series(1, $1::int) n`,
    [size.orgs * 2],
  ],
  [
    `INSERT INTO mail_token (id, user_id, purpose, token_hash, expires_at)
      SELECT pg_temp.id('mail', n), pg_temp.id('user', n), 'verify_email', sha256(('mail' || n)::bytea), now() + interval '1 day'
      FROM generate_series(1, $1::int) n`,
    [size.orgs * 2],
  ],
  [
    `INSERT INTO handover (code_hash, user_id, session_id, host, challenge, expires_at)
      SELECT sha256(('code' || n)::bytea), pg_temp.id('user', n), pg_temp.id('session', n), 'org-1', sha256('challenge'), now()
      FROM generate_series(1, $1::int) n`,
    [size.orgs * 2],
  ],
  [
    `INSERT INTO org (id, slug, name, color, limits)
      SELECT pg_temp.id('org', n), CASE n WHEN 0 THEN $2 ELSE 'org-' || n END, 'Organization ' || n, '#4f46e5',
        '{"requests_per_minute": 10000000}'
      FROM generate_series(0, $1::int) n`,
    [size.orgs, BIG],
  ],
  // Triggers sleep here: the main workspace of each has to be said.
  [`INSERT INTO workspace (org_id, id) SELECT id, id FROM org`, []],
  [`INSERT INTO org_host (org_id, host) SELECT id, slug FROM org`, []],
  [
    `INSERT INTO org_host (org_id, host)
      SELECT pg_temp.id('org', n % ($1::int + 1)), 'console-' || n || '.bench.example' FROM generate_series(1, $2::int) n`,
    [size.orgs, size.hosts],
  ],
  [
    `INSERT INTO membership (org_id, user_id, role, email, name, name_key, search, joined_at, last_seen_at)
      SELECT pg_temp.id('org', o), u.id, ${role('i')}, u.email, u.name, lower(u.name), lower(u.name || ' ' || u.email),
        now() - i * interval '1 hour', now() - i * interval '7 minutes'
      FROM generate_series(0, $2::int - 1) i CROSS JOIN generate_series(1, $1::int) o
      JOIN app_user u ON u.id = pg_temp.id('user', 1 + (o + i * 37) % $3::int)
      ORDER BY i, o`,
    [size.orgs, size.members, size.big],
  ],
  [
    `INSERT INTO membership (org_id, user_id, role, email, name, name_key, search, joined_at, last_seen_at)
      SELECT pg_temp.id('org', 0), u.id, ${role('n')}, u.email, u.name, lower(u.name), lower(u.name || ' ' || u.email),
        now() - n * interval '1 minute', now() - n * interval '7 seconds'
      FROM generate_series(1, $1::int) n JOIN app_user u ON u.id = pg_temp.id('user', n)`,
    [size.big],
  ],
  [
    `INSERT INTO audit_event (org_id, id, at, actor_kind, actor_id, actor_label, action, target_kind, target_id,
        target_label, after, ip, user_agent, request_id)
      SELECT pg_temp.id('org', n % ($1::int + 1)), pg_temp.id('event', n), now() - n * interval '1 second', 'user',
        pg_temp.id('user', 1 + n % 100), 'person@bench.example', ${action('n')}, 'member', md5((n % 1000)::text),
        'somebody', '{"role": "member"}', '127.0.0.1', 'bench', md5(n::text)
      FROM generate_series(1, $1::int * $2::int) n`,
    [size.orgs, size.events],
  ],
  [
    `INSERT INTO audit_event (org_id, id, at, actor_kind, actor_id, actor_label, action, target_kind, target_id,
        target_label, ip, user_agent, request_id)
      SELECT pg_temp.id('org', 0), pg_temp.id('big event', n), now() - n * interval '1 second', 'user',
        pg_temp.id('user', 1 + n % 100), 'person@bench.example', ${action('n')}, 'member', md5((n % 1000)::text),
        'somebody', '127.0.0.1', 'bench', md5(n::text)
      FROM generate_series(1, $1::int) n`,
    [size.big],
  ],
  [
    `INSERT INTO invitation (org_id, id, email, role, token_hash, status, pending_email, invited_by, expires_at)
      SELECT pg_temp.id('org', CASE WHEN n % 2 = 0 THEN 0 ELSE 1 + n % $1::int END), pg_temp.id('invitation', n),
        'guest' || n || '@bench.example', 'member', sha256(n::text::bytea),
        CASE WHEN n % 10 < 4 THEN 'pending' ELSE 'accepted' END,
        CASE WHEN n % 10 < 4 THEN 'guest' || n || '@bench.example' END, 'person@bench.example', now() + interval '7 days'
      FROM generate_series(1, $2::int) n`,
    [size.orgs, size.big],
  ],
];

const role = (n: string) =>
  `CASE WHEN ${n} <= 1 THEN 'owner' WHEN ${n} % 40 = 0 THEN 'admin' WHEN ${n} % 5 = 0 THEN 'viewer' ELSE 'member' END`;
const action = (n: string) =>
  `(ARRAY['member.role_changed', 'member.removed', 'invitation.created', 'org.updated'])[1 + ${n} % 4]`;

async function copyPlain(db: pg.Client) {
  await db.query('CREATE SCHEMA plain');
  await db.query('GRANT USAGE ON SCHEMA plain TO rowhouse_app');
  for (const table of PLAIN) {
    await db.query(`CREATE TABLE plain.${table} (LIKE public.${table} INCLUDING ALL)`);
    await db.query(`INSERT INTO plain.${table} SELECT * FROM public.${table}`);
    await db.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON plain.${table} TO rowhouse_app`);
  }
  const { rows } = await db.query(
    `SELECT conrelid::regclass AS tbl, conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid::regclass::text = ANY ($1)`,
    [PLAIN],
  );
  for (const { tbl, conname, def } of rows) {
    const there = def.replace(/REFERENCES (?:public\.)?(\w+)/, 'REFERENCES plain.$1');
    await db.query(`ALTER TABLE plain.${tbl} ADD CONSTRAINT ${conname} ${there}`);
  }
}
