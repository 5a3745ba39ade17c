import type { AuditQuery } from '@/lib/data/audit-query';
import { toUlid } from '@/lib/ids';

/** A query as an address's parameters; what isn't set is left out. */
export function paramsOf({
  q,
  actor,
  target,
  action,
  outcome,
  from,
  to,
}: AuditQuery): Record<string, string> {
  const all = {
    q,
    actor: actor && toUlid(actor),
    target: target && toUlid(target),
    action,
    outcome,
    from,
    to,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
