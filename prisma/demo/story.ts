import { createHash } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';

const DAY = 86_400_000;

/** A moment before the seed ran. */
export const daysAgo = (days: number, hours = 0): Date =>
  new Date(Date.now() - days * DAY - hours * 3_600_000);

/** An id that sorts where its moment does. */
export const idAt = (at: Date): string => v7({ msecs: at.getTime() });

/** Whether someone has this address. Only the sign-in code's role may ask: not the role that migrates. */
export async function isThere(email: string): Promise<boolean> {
  const app = new pg.Client({ connectionString: process.env.AUTH_DATABASE_URL });
  await app.connect();
  try {
    return (await app.query('SELECT 1 FROM sign_in_lookup($1)', [email])).rows.length > 0;
  } finally {
    await app.end();
  }
}

type Value = string | number | Date | Buffer | object | null;

/** Inserts one row; column names are the code's own. */
export async function insert(db: pg.ClientBase, table: string, row: Record<string, Value>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, i) => `$${i + 1}`);
  await db.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
}

/** The owner role is bound by the walls too: the demo is written org by org, user by user. */
export async function scope(
  db: pg.ClientBase,
  to: { org?: string; user?: string; workspace?: string },
): Promise<void> {
  await db.query('SELECT owner_ticket($1, $2, $3)', [to.org ?? null, to.workspace ?? null, to.user ?? null]);
}

/** A hash that no secret has: a demo invitation's link can't be guessed, only resent. */
export const noSecret = (seed: string): Buffer => createHash('sha512').update(seed).digest().subarray(0, 32);

const BROWSERS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
] as const;

export type Told = {
  at: Date;
  by: { id: string; email: string };
  action: string;
  target?: { kind: string; id: string; label: string };
  before?: object;
  after?: object;
  refused?: string;
};

/** Writes one event of the story into the audit log of the org in scope. */
export async function tell(db: pg.ClientBase, org: string, event: Told): Promise<void> {
  const pick = event.at.getTime() % 3;
  await insert(db, 'audit_event', {
    org_id: org,
    id: idAt(event.at),
    at: event.at,
    actor_kind: 'user',
    actor_id: event.by.id,
    actor_label: event.by.email,
    action: event.action,
    outcome: event.refused ? 'refused' : 'allowed',
    reason: event.refused ?? null,
    target_kind: event.target?.kind ?? null,
    target_id: event.target?.id ?? null,
    target_label: event.target?.label ?? null,
    before: event.before ? JSON.stringify(event.before) : null,
    after: event.after ? JSON.stringify(event.after) : null,
    ip: ['203.0.113.24', '198.51.100.7', '192.0.2.61'][pick] ?? '192.0.2.61',
    user_agent: BROWSERS[pick] ?? BROWSERS[0],
    request_id: v7({ msecs: event.at.getTime() }),
  });
}
