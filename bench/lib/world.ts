import pg from 'pg';
import { signedTicket, ticketKey } from '../../lib/db/testing/tickets';
import { migrate } from '../../scripts/lib/migrations.mjs';
import { bootstrap } from '../../scripts/lib/pg/roles.mjs';
import { urlWith } from '../../scripts/lib/urls.mjs';
import { BIG, fill, SIZE } from './data';
import type { Spot } from './variants';

/** A filled database, and where to measure in it. */
export type World = {
  adminUrl: string;
  appUrl: string;
  authUrl: string;
  /** Members of the small orgs, one of each of many, in no order. */
  spots: Spot[];
  big: { orgId: string; slug: string };
};

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run "npm run bench"`);
  return value;
}

/**
 * Makes a database and fills it, unless an earlier run did with the same migrations and the same data.
 * @param size other sizes than the usual, for another database
 */
export async function openWorld(name = 'rowhouse_bench', size = SIZE): Promise<World> {
  const server = setting('BENCH_ADMIN_URL');
  const app = setting('BENCH_APP_PASSWORD');
  const passwords = { app, migrator: setting('BENCH_MIGRATOR_PASSWORD'), auth: app, worker: app };
  const stamp = `${setting('BENCH_STAMP')} ${JSON.stringify(size)}`;
  await query(server, async (db) => {
    const { rows } = await db.query(
      `SELECT shobj_description(oid, 'pg_database') AS stamp FROM pg_database WHERE datname = $1`,
      [name],
    );
    if (rows[0] && rows[0].stamp !== stamp) await db.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  const urls = await bootstrap({ adminUrl: server, database: name, passwords });
  await migrate(urls.migrator);
  const adminUrl = urlWith(server, { database: name });
  await fill(adminUrl, size);
  return query(adminUrl, async (db) => {
    // What the disk takes for a commit is the same for every way, and would hide what differs.
    await db.query(`ALTER ROLE rowhouse_app IN DATABASE ${name} SET synchronous_commit TO off`);
    await db.query(`COMMENT ON DATABASE ${name} IS '${stamp}'`);
    const { rows: found } = await db.query<Omit<Spot, 'ticket'>>(
      `SELECT DISTINCT ON (m.org_id) m.org_id AS "orgId", m.user_id AS "userId" FROM membership m JOIN org o ON o.id = m.org_id
        WHERE o.slug <> $1 ORDER BY m.org_id, md5(m.user_id::text)`,
      [BIG],
    );
    // Each with a session that stands, as everyone has who was let in: what is measured includes looking at it.
    const { rows: sessions } = await db.query<{ id: string }>(
      `INSERT INTO session (user_id, id, expires_at, user_agent, ip)
        SELECT u, gen_random_uuid(), now() + interval '1 day', '', '' FROM unnest($1::uuid[]) u RETURNING id`,
      [found.map(({ userId }) => userId)],
    );
    const key = await ticketKey(db);
    const spots = found.map((spot, i) => ({
      ...spot,
      ticket: signedTicket(key, { ...spot, kind: 'session', proof: sessions[i]?.id, lasts: 86_400 }),
    }));
    const { rows: big } = await db.query(`SELECT id AS "orgId", slug FROM org WHERE slug = $1`, [BIG]);
    spots.sort(() => Math.random() - 0.5);
    return { adminUrl, appUrl: urls.app, authUrl: urls.auth, spots, big: big[0] };
  });
}

/** Runs `work` on a connection of its own. */
export async function query<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    return await work(db);
  } finally {
    await db.end();
  }
}
