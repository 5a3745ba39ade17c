import type { Actor } from '../access/actor';
import type { OrgDb, OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, type Sql, sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { DeliveryState, Try } from '../relays/delivery';
import type { OutgoingType } from '../relays/events';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { mayStill } from './granted';
import { mustSeeFlows } from './relay-flows';
import { carriedInSight } from './relay-sight';

/** A delivery as the log shows it. */
export type DeliveryRow = {
  id: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  next_at: Date | null;
  tries: Try[];
  created_by: string;
  created_at: Date;
};

/** Lines of a relay's log on one page. */
export const LOG_LINES = 50;

/**
 * Returns the newest deliveries of a relay that the person in scope may see, of one state or of all, older than `before`; one
 * more than a page has.
 */
export const deliveriesOf = (
  relayId: string | null,
  { state, before }: { state: DeliveryState | null; before: string | null },
): Sql<DeliveryRow> => sql`
  SELECT d.id, d.type, d.state, d.attempts, d.next_at, d.tries, d.created_by, d.created_at FROM relay_delivery d
  WHERE d.org_id = ${ORG} AND d.relay_id = ${relayId}::uuid AND ${carriedInSight(sql`d.carried_for`, sql`d.type`)}
    ${state ? sql` AND d.state = ${state}` : sql``}${before ? sql` AND d.id < ${before}::uuid` : sql``}
  ORDER BY d.id DESC LIMIT ${LOG_LINES + 1}::int`;

/** Puts an event on its way, in the transaction of what it tells of: both are kept, or neither. */
export async function dispatch(
  db: OrgTx,
  event: {
    relayId: string;
    type: OutgoingType;
    data: object;
    createdBy: string;
    /** A message's own id, and the workspace that it is of. */
    id?: string;
    carriedFor?: string;
  },
): Promise<string> {
  const { data, id = newId(), ...row } = event;
  await db.relayDelivery.create({ data: { orgId: db.orgId, id, ...row, body: JSON.stringify(data) } });
  return id;
}

/** Sends a test event through a relay. @throws AppError not_found; conflict while it is paused */
export async function sendTest(actor: Actor, relayId: string, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await mayStill(db, actor, 'relay.test', { kind: 'relay', id: relayId });
    const relay = await db.relay.findFirst({ where: { id: relayId }, select: { name: true, paused: true } });
    if (!relay) throw new AppError('not_found');
    await mustSeeFlows(db, actor, relayId);
    if (relay.paused) throw new AppError('conflict', { message: 'It is paused. Resume it first.' });
    const data = { text: 'A test event from Rowhouse' };
    await dispatch(db, { relayId, type: 'relay.test', data, createdBy: actor.name });
    // Somebody is looking: a relay that is left alone because it failed is asked now.
    await db.relay.updateMany({ where: { id: relayId }, data: { holdUntil: null } });
    const target = { kind: 'relay', id: relayId, label: relay.name };
    await record(db, { actor, request }, { action: 'relay.tested', target });
  });
}

/**
 * Sends dead deliveries again, from the first attempt on and under their old ids: who has one already knows it.
 * @param id one of them; without it all of the relay
 * @returns how many
 * @throws AppError not_found; conflict when it is not dead (any more)
 */
export async function resendDead(
  actor: Actor,
  which: { relayId: string; id?: string },
  request: RequestInfo,
): Promise<number> {
  return inOrgTx(actor, async (db) => {
    const { relayId, id } = which;
    await mayStill(db, actor, 'relay.resend', { kind: 'relay', id: relayId });
    const relay = await db.relay.findFirst({ where: { id: relayId }, select: { name: true } });
    if (!relay) throw new AppError('not_found');
    await mustSeeFlows(db, actor, relayId);
    if (id && !(await db.relayDelivery.count({ where: { id, relayId } }))) throw new AppError('not_found');
    const { count } = await db.relayDelivery.updateMany({
      where: { relayId, state: 'dead', ...(id && { id }) },
      data: { state: 'waiting', attempts: 0, nextAt: new Date(), settledAt: null },
    });
    if (id && count === 0) throw new AppError('conflict');
    if (count === 0) return 0;
    await db.relay.updateMany({ where: { id: relayId }, data: { holdUntil: null } });
    const target = { kind: 'relay', id: relayId, label: relay.name };
    await record(db, { actor, request }, { action: 'relay.resent', target, after: { deliveries: count } });
    return count;
  });
}

/** What is sent in one attempt. */
export type Claimed = { id: string; type: string; body: string; attempts: number; created_at: Date };

/**
 * Takes up to `most` due deliveries of a relay for one attempt each. They are nobody else's until the lease ends; a
 * taker that dies leaves them due again then, under the same id.
 */
export const claimDue = (relayId: string, most: number, leaseS: number): Sql<Claimed> => sql`
  UPDATE relay_delivery d SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => ${leaseS}::float8)
  FROM (
    SELECT w.id FROM relay_delivery w
    WHERE w.org_id = ${ORG} AND w.relay_id = ${relayId}::uuid AND w.state = 'waiting' AND w.next_at <= now()
    ORDER BY w.next_at, w.id LIMIT ${most}::int FOR UPDATE SKIP LOCKED
  ) due
  WHERE d.org_id = ${ORG} AND d.id = due.id
  RETURNING d.id, d.type, d.body, d.attempts, d.created_at`;

/** Keeps what became of an attempt. Only the latest attempt may say: one whose lease ended says nothing any more. */
export async function settle(
  db: OrgDb,
  { id, attempts }: Claimed,
  { state, waitS, tried }: { state: DeliveryState; waitS: number | null; tried: Try },
): Promise<void> {
  await db.rows(sql`
    UPDATE relay_delivery d SET state = ${state}::text, tries = d.tries || ${JSON.stringify([tried])}::jsonb,
      next_at = CASE WHEN ${state}::text = 'waiting' THEN now() + make_interval(secs => ${waitS}::float8) END,
      settled_at = CASE WHEN ${state}::text <> 'waiting' THEN now() END
    WHERE d.org_id = ${ORG} AND d.id = ${id}::uuid AND d.state = 'waiting' AND d.attempts = ${attempts}::int`);
}

/** Notes that a relay answered, or that it failed once more and is left alone for `holdS` of its failures. */
export async function noteHealth(
  db: OrgDb,
  relayId: string,
  well: boolean,
  holdS: (failures: number) => number,
): Promise<void> {
  if (well) {
    await db.relay.updateMany({
      where: { id: relayId, failures: { gt: 0 } },
      data: { failures: 0, holdUntil: null },
    });
    return;
  }
  const [row] = await db.rows(sql<{ failures: number }>`
    UPDATE relay r SET failures = r.failures + 1 WHERE r.org_id = ${ORG} AND r.id = ${relayId}::uuid RETURNING r.failures`);
  const hold = holdS(row?.failures ?? 0);
  if (hold > 0)
    await db.relay.updateMany({
      where: { id: relayId },
      data: { holdUntil: new Date(Date.now() + hold * 1000) },
    });
}
