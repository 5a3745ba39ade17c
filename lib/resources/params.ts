import { toUlid } from '../ids';
import type { Description } from './describe';
import type { RecordQuery } from './query';

/** A query as an address's parameters: what is usual is left out. */
export function recordParams(
  resource: Description,
  query: RecordQuery,
): Record<string, string | string[] | undefined> {
  const { q, filters, sort, dir, columns, compact } = query;
  return {
    q: q || undefined,
    ...Object.fromEntries(Object.entries(filters).map(([key, ids]) => [key, ids.map(toUlid)])),
    sort: sort === 'name' ? undefined : sort,
    dir: dir === (resource.sorts[sort]?.first ?? 'asc') ? undefined : dir,
    columns: columns ? columns.join('.') || 'none' : undefined,
    rows: compact ? 'compact' : undefined,
  };
}

/** A click on a column turns its order over; a new column starts with what one looks for there. */
export function sortChange(resource: Description, now: RecordQuery, sort: string) {
  const first = resource.sorts[sort]?.first ?? 'asc';
  const dir = now.sort !== sort ? first : now.dir === 'asc' ? 'desc' : 'asc';
  return { sort: sort === 'name' ? null : sort, dir: dir === first ? null : dir };
}
