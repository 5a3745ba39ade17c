// A large world to look at and to measure: 1,000 organizations, one of them with 10,000 members, one user in 500.
// Runs as the migrator after the demo; a second run changes nothing. ROWHOUSE_ORGS and ROWHOUSE_MEMBERS resize it.
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { v7 } from 'uuid';
import { isThere } from './demo/story.ts';

const ORGS = Number(process.env.ROWHOUSE_ORGS ?? 1000);
const MEMBERS = Number(process.env.ROWHOUSE_MEMBERS ?? 10_000);
const MINE = Math.min(500, ORGS);
const FIRST = [
  'Ada',
  'Bo',
  'Cleo',
  'Dev',
  'Eva',
  'Finn',
  'Gia',
  'Hal',
  'Ida',
  'Jo',
  'Kai',
  'Lea',
  'Max',
  'Nia',
  'Oz',
  'Pia',
];
const LAST = [
  'Abel',
  'Bryn',
  'Cole',
  'Dahl',
  'Ekman',
  'Frost',
  'Gale',
  'Hart',
  'Ito',
  'Joshi',
  'Kerr',
  'Lund',
  'Marsh',
];
const COLORS = ['#4f46e5', '#0f766e', '#b45309', '#be123c', '#1d4ed8', '#15803d', '#7e22ce', '#0e7490'];

const db = new pg.Client({ connectionString: process.env.SEED_DATABASE_URL });
await db.connect();
try {
  if (await isThere('many@example.com')) console.log('The large world is there already.');
  else await seed();
} finally {
  await db.end();
}

async function seed() {
  const password = await hash('rowhouse-demo', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const many = await person('many@example.com', 'Manuela Many', password);
  const owner = await person('owner@large.example', 'Leonard Large', password);
  const users = await crowd(MEMBERS - 1);
  await org('large', 'Large Corporation', owner, users, 0);
  for (let i = 1; i < ORGS; i++) {
    await org(`org-${i}`, `Organization ${i}`, owner, i <= MINE ? [many] : [], i);
    if (i % 200 === 0) console.log(`${i} organizations`);
  }
  console.log(
    `Seeded ${ORGS} organizations: "large" with ${MEMBERS} members, many@example.com in ${MINE}, owner@large.example owns them all.`,
  );
}

async function person(email: string, name: string, password: string): Promise<string> {
  const id = v7();
  await inTransaction({ user: id }, () =>
    db.query(
      'INSERT INTO app_user (id, email, name, password_hash, email_verified_at) VALUES ($1, $2, $3, $4, now())',
      [id, email, name, password],
    ),
  );
  return id;
}

/** Users without a password, thousands in one go. Each row is in its own user's scope, so the wall is stepped through row by row. */
async function crowd(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => v7());
  await inTransaction({}, async () => {
    for (const [i, id] of ids.entries()) {
      const name = `${FIRST[i % FIRST.length]} ${LAST[Math.floor(i / FIRST.length) % LAST.length]}`;
      const email = `${name.toLowerCase().replace(' ', '.')}.${i}@large.example`;
      await db.query({
        name: 'crowd',
        text: `WITH scope AS MATERIALIZED (SELECT owner_ticket(NULL, NULL, $1::uuid))
          INSERT INTO app_user (id, email, name, email_verified_at) SELECT $1::uuid, $2, $3, now() FROM scope`,
        values: [id, email, name],
      });
      if (i % 2500 === 2499) console.log(`${i + 1} people`);
    }
  });
  return ids;
}

async function org(slug: string, name: string, owner: string, members: string[], i: number) {
  const id = v7();
  await inTransaction({ org: id }, async () => {
    await db.query('INSERT INTO org (id, slug, name, color, plan) VALUES ($1, $2, $3, $4, $5)', [
      id,
      slug,
      name,
      COLORS[i % COLORS.length],
      members.length > 20 ? 'business' : 'free',
    ]);
    await db.query('INSERT INTO org_host (org_id, host) VALUES ($1, $2)', [id, slug]);
    await db.query(`INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, 'owner')`, [id, owner]);
    await db.query(
      `INSERT INTO membership (org_id, user_id, role, joined_at, last_seen_at)
        SELECT $1, m.id, CASE WHEN m.n % 40 = 0 THEN 'admin' WHEN m.n % 5 = 0 THEN 'viewer' ELSE 'member' END,
          now() - (m.n % 400) * interval '1 day', now() - (m.n % 90) * interval '7 hours'
        FROM unnest($2::uuid[]) WITH ORDINALITY AS m (id, n)`,
      [id, members],
    );
  });
}

async function inTransaction(to: { org?: string; user?: string }, work: () => Promise<unknown>) {
  await db.query('BEGIN');
  await db.query('SELECT owner_ticket($1, NULL, $2)', [to.org ?? null, to.user ?? null]);
  await work();
  await db.query('COMMIT');
}
