import type { Actor } from '../access/actor';
import type { OrgTx } from '../db/handle';
import { inOrgTx } from '../db/in-org';
import { ORG, sql } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { RequestInfo } from '../tenancy/request';
import { record } from './audit';
import { eventData } from './audit-export';
import { eventsAfter } from './audit-list';
import { dispatch } from './deliveries';
import { stillMay } from './org-settings';
import { mustHaveNoOutsiders } from './relay-flows';

/** A stream as the page shows it. Numbers are BigInt as text. */
export type StreamRow = {
  relay_id: string;
  name: string;
  url: string;
  paused: boolean;
  failures: number;
  /** The event that was handed on last, and the newest that there is. */
  seq: string;
  head: string;
  waiting: number;
  dead: number;
};

/** The relays that the log goes out through, with how they fare. */
export const AUDIT_STREAMS = sql<StreamRow>`
  SELECT s.relay_id, r.name, r.url, r.paused, r.failures, s.seq::text AS seq,
    coalesce((SELECT h.seq FROM audit_mark h WHERE h.org_id = ${ORG} AND h.kind = 'head'), 0)::text AS head,
    (SELECT count(*)::int FROM relay_delivery d WHERE d.org_id = ${ORG} AND d.relay_id = s.relay_id AND d.state = 'waiting' AND d.type = 'audit.event') AS waiting,
    (SELECT count(*)::int FROM relay_delivery d WHERE d.org_id = ${ORG} AND d.relay_id = s.relay_id AND d.state = 'dead' AND d.type = 'audit.event') AS dead
  FROM relay_stream s JOIN relay r ON r.org_id = ${ORG} AND r.id = s.relay_id
  WHERE s.org_id = ${ORG} ORDER BY r.name, s.relay_id`;

/** The relays that it could go out through besides. */
export const STREAMABLE = sql<{ id: string; name: string; url: string }>`
  SELECT r.id, r.name, r.url FROM relay r WHERE r.org_id = ${ORG} AND r.kind = 'http' AND NOT EXISTS (
    SELECT 1 FROM relay_stream s WHERE s.org_id = ${ORG} AND s.relay_id = r.id) ORDER BY r.name, r.id`;

/**
 * Streams the log through a relay, from the next event on.
 * @throws AppError not_found; conflict when it does already, the relay is the echo, or someone who can't read the log could
 *   change the relay's address
 */
export async function startStream(actor: Actor, relayId: string, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    const target = await relayOf(db, actor, relayId);
    // What was recorded of starting it goes out as its first event.
    const [head] = await db.rows(
      sql<{ seq: bigint }>`SELECT h.seq FROM audit_mark h WHERE h.org_id = ${ORG} AND h.kind = 'head'`,
    );
    await db.relayStream.create({
      data: { orgId: db.orgId, id: newId(), relayId, seq: BigInt(head?.seq ?? 0), createdBy: actor.name },
    });
    await record(db, { actor, request }, { action: 'audit.stream_started', target });
  });
}

/** Stops it. What was handed on already is still sent. @throws AppError not_found */
export async function stopStream(actor: Actor, relayId: string, request: RequestInfo): Promise<void> {
  await inOrgTx(actor, async (db) => {
    await stillMay(db, actor, 'audit.stream');
    const relay = await db.relay.findFirst({ where: { id: relayId }, select: { name: true } });
    const { count } = await db.relayStream.deleteMany({ where: { relayId } });
    if (!relay || count === 0) throw new AppError('not_found');
    const target = { kind: 'relay', id: relayId, label: relay.name };
    await record(db, { actor, request }, { action: 'audit.stream_stopped', target });
  });
}

async function relayOf(db: OrgTx, actor: Actor, id: string) {
  await stillMay(db, actor, 'audit.stream'); // locks the org, and with it its streams against each other's changes
  const relay = await db.relay.findFirst({ where: { id }, select: { name: true, kind: true } });
  if (!relay) throw new AppError('not_found');
  if (relay.kind !== 'http')
    throw new AppError('conflict', {
      message: 'The echo relay has no address. Choose a relay that has one.',
    });
  if (await db.relayStream.count({ where: { relayId: id } }))
    throw new AppError('conflict', { message: 'The log already streams through this relay.' });
  await mustHaveNoOutsiders(db, id, 'audit');
  return { kind: 'relay', id, label: relay.name };
}

/** Events that are handed on in one transaction. */
const AT_ONCE = 200;

/**
 * Hands the next events on to the relay's queue, in the order of their numbers: each once, since the number is kept in
 * the same transaction.
 * @returns whether there may be more
 */
export async function handOn(db: OrgTx, relayId: string): Promise<boolean> {
  const [stream] = await db.rows(
    sql<{ seq: string; created_by: string }>`SELECT s.seq::text AS seq, s.created_by FROM relay_stream s
      WHERE s.org_id = ${ORG} AND s.relay_id = ${relayId}::uuid FOR UPDATE`,
  );
  if (!stream) return false; // stopped in the meantime
  const events = await db.rows(eventsAfter(stream.seq, AT_ONCE));
  for (const event of events)
    await dispatch(db, {
      relayId,
      type: 'audit.event',
      data: eventData(event),
      createdBy: stream.created_by,
    });
  const last = events.at(-1)?.seq;
  if (last) await db.relayStream.updateMany({ where: { relayId }, data: { seq: BigInt(last) } });
  return events.length === AT_ONCE;
}
