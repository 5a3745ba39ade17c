import type { OrgDb } from '../db/handle';
import { ORG, type Sql, sql } from '../db/sql';
import type { Incoming } from '../relays/events';
import { carriedInSight } from './relay-sight';

/** An event that came in, as the log shows it. */
export type ReceiptRow = { webhook_id: string; type: string; body: string; at: Date };

/** Events on the page of a relay. */
export const RECEIPT_LINES = 20;

/** Returns the newest events that came in through a relay, of those that the person in scope may see. */
export const receiptsOf = (relayId: string | null): Sql<ReceiptRow> => sql`
  SELECT r.webhook_id, r.type, r.body, r.at FROM relay_receipt r
  WHERE r.org_id = ${ORG} AND r.relay_id = ${relayId}::uuid AND ${carriedInSight(sql`r.carried_for`, sql`r.type`)}
  ORDER BY r.at DESC LIMIT ${RECEIPT_LINES}::int`;

/**
 * Takes an event that came in. The same one a second time (a retry of its sender's, or a replay of somebody who saw it)
 * changes nothing.
 * @returns whether it was new
 */
export async function receive(
  db: OrgDb,
  relayId: string,
  webhookId: string,
  { type, data }: Incoming,
  carriedFor: string | null = null,
): Promise<boolean> {
  const row = { orgId: db.orgId, relayId, webhookId, type, body: JSON.stringify(data), carriedFor };
  const { count } = await db.relayReceipt.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
