import type { RoutingQuery } from '@/lib/data/routing-query';
import { toUlid } from '@/lib/ids';

/** A query as an address's parameters; what isn't set is left out. */
export function paramsOf({ actor, ...query }: RoutingQuery): Record<string, string> {
  const all = { ...query, actor: actor && toUlid(actor) };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
