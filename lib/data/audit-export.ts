import { type Inside, readOrg } from '../db/in-org';
import { toUlid } from '../ids';
import { redacted } from '../shell/redact';
import { type AuditRow, auditPage } from './audit-list';
import type { AuditQuery } from './audit-query';
import { BOM, csvRow } from './csv';
import type { Walk } from './keyset';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Events that are read at a time: little enough for one round trip, much enough for few. */
const STEP = 250;

const FIELDS = [
  'id', 'at', 'actor_kind', 'actor_id', 'actor', 'action', 'outcome', 'reason', 'target_kind', 'target_id', 'target', 'before', 'after',
  'ip', 'user_agent', 'request_id', 'seq', 'hash',
] as const; // biome-ignore format: columns of a file

/**
 * The events that the query describes, newest first, in pieces of a file: page after page by their key, so that neither
 * the database nor this process ever holds all of them. With each event its place in the chain.
 */
export async function* auditFile(
  inside: Inside,
  query: AuditQuery,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield BOM + csvRow([...FIELDS]);
  let walk: Walk = { desc: true, cursor: null, size: STEP - 1 };
  for (;;) {
    const [rows] = await readOrg(inside, [auditPage(query, walk)]);
    if (rows.length) yield rows.map(format === 'csv' ? csvLine : jsonLine).join('');
    const last = rows.at(-1);
    if (!last || rows.length <= walk.size) return;
    const { run, key, id } = last;
    walk = { ...walk, cursor: { orgId: inside.orgId, way: 'after', run, key: String(key), id, position: 0 } };
  }
}

/** An event as it leaves: in files, and through a relay. Secrets are blacked out. */
export const eventData = (row: AuditRow): Record<(typeof FIELDS)[number], unknown> => ({
  id: toUlid(row.id),
  at: row.at.toISOString(),
  actor_kind: row.actor_kind,
  actor_id: row.actor_id && toUlid(row.actor_id),
  actor: row.actor_label,
  action: row.action,
  outcome: row.outcome,
  reason: row.reason,
  target_kind: row.target_kind,
  target_id: row.target_id,
  target: row.target_label,
  before: redacted(row.before),
  after: redacted(row.after),
  ip: row.ip,
  user_agent: row.user_agent,
  request_id: row.request_id,
  seq: row.seq === null ? null : Number(row.seq),
  hash: row.hash && Buffer.from(row.hash).toString('hex'),
});

const jsonLine = (row: AuditRow): string => `${JSON.stringify(eventData(row))}\n`;

function csvLine(row: AuditRow): string {
  const record = eventData(row);
  return csvRow(FIELDS.map((field) => textOf(record[field])));
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
