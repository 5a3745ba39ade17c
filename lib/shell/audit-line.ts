import type { AuditRow } from '../data/audit-list';
import { isUuid, toUlid } from '../ids';
import { deviceName } from './device-name';
import { wordsOf } from './event-words';
import type { Words } from './events/teller';
import { isSecret, redacted } from './redact';

export type Change = { field: string; before: string | null; after: string | null };

/** One event as a page shows it. Ids are ULIDs, times ISO 8601; secrets are blacked out. */
export type AuditLine = {
  id: string;
  at: string;
  words: Words;
  action: string;
  refused: boolean;
  reason: string | null;
  actor: { id: string | null; name: string; email: string };
  target: { id: string | null; kind: string; label: string } | null;
  changes: Change[];
  ip: string;
  device: string;
  userAgent: string;
  requestId: string;
};

/** What of an event goes to the browser. */
export function auditLine(row: AuditRow): AuditLine {
  const actor = row.actor_name ?? row.actor_label;
  const target = row.target_name ?? row.target_label;
  const refused = row.outcome === 'refused';
  const { action, before, after } = row;
  return {
    id: toUlid(row.id),
    at: row.at.toISOString(),
    words: wordsOf({ action, refused, actor, target, before, after }),
    action,
    refused,
    reason: row.reason,
    actor: { id: row.actor_id && toUlid(row.actor_id), name: actor, email: row.actor_label },
    target: row.target_kind
      ? { id: ulidOf(row.target_id), kind: row.target_kind, label: row.target_label ?? '' }
      : null,
    changes: changesOf(before ?? {}, after ?? {}),
    ip: row.ip,
    device: deviceName(row.user_agent).name,
    userAgent: row.user_agent,
    requestId: row.request_id,
  };
}

const ulidOf = (id: string | null) => (id && isUuid(id) ? toUlid(id) : null);

function changesOf(before: Record<string, unknown>, after: Record<string, unknown>): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.map((field) => ({
    field,
    before: shown(field, before[field]),
    after: shown(field, after[field]),
  }));
}

function shown(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (isSecret(field)) return 'redacted';
  return typeof value === 'string' ? value : JSON.stringify(redacted(value));
}
