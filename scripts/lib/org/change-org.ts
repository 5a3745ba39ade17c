import type pg from 'pg';
import { newId } from '../../../lib/ids';
import type { PlanRow } from '../../../lib/plans/entitlements';
import { type Chain, type Wish, WishError, withWish } from '../../../lib/plans/exceptions';

/** An org as an operator sees it. Nothing of its data. */
export type Shown = PlanRow & {
  id: string;
  slug: string;
  name: string;
  features: Record<string, unknown>;
  limits: Record<string, unknown>;
  used: Record<string, number>;
  chain: Chain;
};

/**
 * What an org may, and what it uses.
 * @param db signed in as the migrator, which acts as the owner of the tables and is bound by the walls like everybody
 * @throws WishError when there is no such org
 */
export const showOrg = (db: pg.ClientBase, slug: string): Promise<Shown> =>
  inOrg(db, slug, (id) => read(db, id));

/**
 * Changes an org's plan and its exceptions, in one transaction with a line in its own audit log.
 * @throws WishError when there is no such org
 */
export const changeOrg = (
  db: pg.ClientBase,
  slug: string,
  wish: Wish,
): Promise<{ before: Shown; after: Shown }> =>
  inOrg(db, slug, async (id) => {
    await db.query('SELECT 1 FROM org WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const before = await read(db, id);
    const next = {
      plan: wish.plan ?? before.plan,
      features: withWish(before.features, wish.features),
      limits: withWish(before.limits, wish.limits),
    };
    await db.query('UPDATE org SET plan = $2, features = $3, limits = $4 WHERE id = $1', [
      id,
      next.plan,
      next.features,
      next.limits,
    ]);
    if (wish.chain) await setChain(db, id, wish.chain);
    const after = await read(db, id);
    if (told(before) !== told(after)) await tell(db, before, after);
    return { before, after };
  });

const terms = ({ plan, features, limits, chain }: Shown) => ({ plan, features, limits, audit_chain: chain });

// What waits when it is switched back gets its place from the worker all the same.
const setChain = (db: pg.ClientBase, id: string, chain: Chain) =>
  chain === 'in batches'
    ? db.query(
        `INSERT INTO audit_mark (org_id, kind, seq, hash) VALUES ($1, 'batched', 0, audit_genesis($1)) ON CONFLICT DO NOTHING`,
        [id],
      )
    : db.query(`DELETE FROM audit_mark WHERE org_id = $1 AND kind = 'batched'`, [id]);
const told = (org: Shown) => JSON.stringify(terms(org));

async function read(db: pg.ClientBase, id: string): Promise<Shown> {
  const { rows } = await db.query(
    'SELECT id, slug, name, plan, features, features_off, limits FROM org WHERE id = $1',
    [id],
  );
  const counters = await db.query(
    `SELECT limit_key, used::float8 AS used FROM usage_counter WHERE org_id = $1
      UNION ALL SELECT limit_key, sum(value)::float8 FROM usage_day
        WHERE org_id = $1 AND limit_key = 'api_requests' AND day >= date_trunc('month', now() AT TIME ZONE 'UTC')::date GROUP BY 1`,
    [id],
  );
  const batched = await db.query(`SELECT 1 FROM audit_mark WHERE org_id = $1 AND kind = 'batched'`, [id]);
  const chain: Chain = batched.rows.length ? 'in batches' : 'at commit';
  return {
    ...rows[0],
    chain,
    used: Object.fromEntries(counters.rows.map((one) => [one.limit_key, one.used])),
  };
}

async function tell(db: pg.ClientBase, before: Shown, after: Shown): Promise<void> {
  await db.query(
    `INSERT INTO audit_event (org_id, id, actor_kind, actor_label, action, target_kind, target_id, target_label, before, after, ip, user_agent, request_id)
      VALUES ($1::uuid, $2, 'system', 'Operator', 'org.terms_changed', 'org', $1::uuid::text, $3, $4, $5, '', 'npm run org', $6)`,
    [after.id, newId(), after.name, terms(before), terms(after), newId()],
  );
}

/** Whose slug it is, is the one question that no wall answers: the gate's role sees that much of every org. */
async function inOrg<T>(db: pg.ClientBase, slug: string, fn: (id: string) => Promise<T>): Promise<T> {
  await db.query('BEGIN');
  try {
    await db.query('SET LOCAL ROLE rowhouse_gate');
    const { rows } = await db.query('SELECT id FROM org WHERE slug = $1 AND deleted_at IS NULL', [slug]);
    await db.query('SET LOCAL ROLE rowhouse_owner');
    const id = rows[0]?.id;
    if (!id) throw new WishError(`There is no organization ${slug}.`);
    await db.query('SELECT owner_ticket($1, NULL, NULL)', [id]);
    const result = await fn(id);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  }
}
