import { ORG, type Sql, sql } from '../db/sql';
import { unseal } from '../sealed';
import { carriedInSight } from './relay-sight';

/** Relays that an org may have. */
export const MOST_RELAYS = 20;

/** A relay of the org, as a page shows it. */
export type RelayRow = {
  id: string;
  name: string;
  kind: 'http' | 'echo';
  url: string | null;
  paused: boolean;
  /** It carries messages of all workspaces. */
  everywhere: boolean;
  tail: string;
  old_secret_until: Date | null;
  failures: number;
  hold_until: Date | null;
  created_by: string;
  created_at: Date;
  /** Up to COUNTED_WAITING; more are "more than". */
  waiting: number;
  dead: number;
  last_try: Date | null;
};

/** What waits is counted up to here. */
export const COUNTED_WAITING = 1000;

const counted = (state: 'waiting' | 'dead'): Sql => sql`(SELECT count(*)::int FROM (
  SELECT 1 FROM relay_delivery d WHERE d.org_id = ${ORG} AND d.relay_id = r.id AND d.state = ${state}::text
    AND ${carriedInSight(sql`d.carried_for`, sql`d.type`)}
  LIMIT ${COUNTED_WAITING + 1}::int) counted)`;

const OF_THE_ORG = sql<RelayRow>`
  SELECT r.id, r.name, r.kind, r.url, r.paused, r.everywhere, r.tail, r.failures, r.hold_until, r.created_by, r.created_at,
    CASE WHEN r.old_secret_until > now() THEN r.old_secret_until END AS old_secret_until,
    ${counted('waiting')} AS waiting, ${counted('dead')} AS dead,
    (SELECT d.created_at FROM relay_delivery d WHERE d.org_id = ${ORG} AND d.relay_id = r.id
      AND ${carriedInSight(sql`d.carried_for`, sql`d.type`)} ORDER BY d.id DESC LIMIT 1) AS last_try
  FROM relay r WHERE r.org_id = ${ORG}`;

/** The names of the org's relays. */
export const RELAY_NAMES = sql<{ id: string; name: string; paused: boolean }>`
  SELECT r.id, r.name, r.paused FROM relay r WHERE r.org_id = ${ORG} ORDER BY r.name, r.id`;

/** Every relay of the org, by name. */
export const RELAYS = sql<RelayRow>`${OF_THE_ORG} ORDER BY r.name, r.id`;

/** One of them; nothing for an id that isn't one of this org's. */
export const relayById = (id: string | null): Sql<RelayRow> => sql`${OF_THE_ORG} AND r.id = ${id}::uuid`;

/** A relay's secrets as they are stored. */
export type SealedSecrets = { secret_cipher: Uint8Array; old_secret_cipher: Uint8Array | null };

/** The secrets that count now, the newest first. For the moment of a call, and for nothing that is kept or shown. */
export function openSecrets(
  orgId: string,
  id: string,
  { secret_cipher, old_secret_cipher }: SealedSecrets,
): string[] {
  const place = { table: 'relay', orgId, id };
  return [secret_cipher, ...(old_secret_cipher ? [old_secret_cipher] : [])].map((sealed) =>
    unseal(sealed, place),
  );
}
