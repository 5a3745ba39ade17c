import { type Inside, inOrg, readOrg } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';

/** An answer as it is kept for a repetition. */
export type Kept = { status: number; body: string };

/** Whose key it is: a key of one token, or person, is nobody else's. */
export type ReplayKey = { credential: string; key: string; fingerprint: Uint8Array };

type Row = { same: boolean; status: number | null; body: string | null };

/**
 * Takes an Idempotency-Key for a request, before anything of it is done and in a transaction of its own: of two at once
 * one gets it. What was kept more than 24 hours ago is forgotten on the way.
 * @returns what was answered to the same request before; null when it is to be done now
 * @throws AppError idempotency_mismatch (another request had the key), idempotency_unsettled (it is being worked on, or
 *   the process that did died: then nobody knows, and it is not done again)
 */
export async function takeReplay(
  inside: Inside,
  { credential, key, fingerprint }: ReplayKey,
): Promise<Kept | null> {
  const bytes = Buffer.from(fingerprint);
  const [, taken, [row]] = await readOrg(inside, [
    sql`DELETE FROM api_replay WHERE org_id = ${ORG} AND created_at < now() - interval '24 hours'`,
    sql<{ key: string }>`INSERT INTO api_replay (org_id, credential, key, fingerprint)
      VALUES (${ORG}, ${credential}::uuid, ${key}, ${bytes}::bytea) ON CONFLICT DO NOTHING RETURNING key`,
    sql<Row>`SELECT r.fingerprint = ${bytes}::bytea AS same, r.status, r.body FROM api_replay r
      WHERE r.org_id = ${ORG} AND r.credential = ${credential}::uuid AND r.key = ${key}`,
  ] as const);
  if (taken.length > 0) return null;
  if (row && !row.same) throw new AppError('idempotency_mismatch');
  if (row?.status == null || row.body === null)
    throw new AppError('idempotency_unsettled', { retryAfter: 1 });
  return { status: row.status, body: row.body };
}

/** Keeps the answer of a request that took its key. */
export async function keepReplay(inside: Inside, { credential, key }: ReplayKey, kept: Kept): Promise<void> {
  await inOrg(inside, (db) =>
    db.apiReplay.updateMany({ where: { credential, key, status: null }, data: kept }),
  );
}

/** Gives the key back: nothing was done, and the same request may be tried again. */
export async function dropReplay(inside: Inside, { credential, key }: ReplayKey): Promise<void> {
  await inOrg(inside, (db) => db.apiReplay.deleteMany({ where: { credential, key, status: null } }));
}
