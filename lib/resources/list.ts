import { beyond, inOrder, merged, type Walk } from '../data/keyset';
import { bothWays, hitsOf, matches, withHits } from '../data/search-rows';
import { type Sql, sql } from '../db/sql';
import type { Description, RecordRow } from './describe';
import type { RecordQuery } from './query';

/** How far a list is counted: beyond it says "more than". Counting on would cost a large list more than its page. */
export const COUNTED = 2000;

/**
 * One page of a resource's rows, and one row more, to know whether there is another: a limited walk along one index
 * of the workspace, so that a page costs the same at a hundred rows and at a hundred thousand.
 * @param counted each row has `total` besides, as recordCount has it: what was found for the page isn't looked for again
 */
export function recordList(
  resource: Description,
  query: RecordQuery,
  walk: Walk,
  { counted = false } = {},
): Sql<RecordRow> {
  const { key, type } = sortOf(resource, query);
  const narrow = narrowedBy(resource, query);
  const count = narrow?.alone ? sql`SELECT count(*)::int FROM hits` : recordCount(resource, query);
  const columns = sql`r.*, 0 AS run, ${key} AS key${counted ? sql`, (${count}) AS total` : sql``}`;
  const order = sql`${beyond(walk, 0, key, sql`r.id`, type)}${inOrder(walk, key, sql`r.id`)}`;
  if (!narrow) return sql<RecordRow>`SELECT ${columns} FROM (${resource.rows}) r WHERE true${order}`;
  const ways = bothWays(resource.rows, narrow.matches, columns, sql`${narrow.besides}${order}`);
  return sql<RecordRow>`${withHits(narrow.hits)} ${merged<RecordRow>(walk, ways)}`;
}

/** How many rows the list has in all: exact up to COUNTED, more than that when there are more. */
export function recordCount(resource: Description, query: RecordQuery): Sql<{ total: number }> {
  const narrow = narrowedBy(resource, query);
  // In the index's own order, so that it is walked and not the whole table.
  const order = sql` ORDER BY ${sortOf(resource, query).key} LIMIT ${COUNTED + 1}::int`;
  const one = sql`r.id`;
  if (!narrow)
    return sql<{ total: number }>`SELECT count(*)::int AS total FROM (
      SELECT ${one} FROM (${resource.rows}) r WHERE true${order}) counted`;
  if (narrow.alone)
    return sql<{ total: number }>`SELECT count(*)::int AS total FROM (${narrow.hits(COUNTED + 1)}) counted`;
  const [few, along] = bothWays(resource.rows, narrow.matches, one, sql`${narrow.besides}${order}`);
  return sql<{ total: number }>`${withHits(narrow.hits)} SELECT count(*)::int AS total FROM (
    (${few}) UNION ALL (${along})) counted`;
}

/** One row; none for an id that isn't one of this workspace's. */
export const recordOf = (resource: Description, id: string | null): Sql<RecordRow> =>
  sql<RecordRow>`SELECT r.*, 0 AS run, '' AS key FROM (${resource.rows}) r WHERE r.id = ${id}::uuid`;

/** Rows of a resource whose name, or what else is searched, has this text: at most eight, to choose from. */
export function recordsLike(resource: Description, q: string): Sql<{ id: string; name: string }> {
  if (!q)
    return sql<{ id: string; name: string }>`SELECT r.id, r.name FROM (${resource.rows}) r
      ORDER BY r.name_key, r.id LIMIT 8`;
  return sql<{ id: string; name: string }>`SELECT r.id, r.name FROM (${hitsOf(resource, q, 200)}) h
    JOIN (${resource.rows}) r ON r.id = h.id ORDER BY r.name_key, r.id LIMIT 8`;
}

function sortOf({ name, sorts }: Description, { sort }: RecordQuery) {
  const found = sorts[sort] ?? sorts.name;
  if (!found) throw new Error(`${name} can't be sorted`);
  return found;
}

type Narrow = {
  /** The ids of at most `most` rows that match, in no order. */
  hits: (most: number) => Sql<{ id: string }>;
  /** The same as a condition on `r`. */
  matches: Sql;
  /** What they have to be besides, as ` AND …`, and whether that is nothing. */
  besides: Sql;
  alone: boolean;
};

/** By what a list finds its rows: the text that is searched, else a filter; other filters are conditions on those. */
function narrowedBy(resource: Description, query: RecordQuery): Narrow | null {
  const set = Object.entries(resource.filters ?? {}).flatMap(([key, filter]) => {
    const ids = query.filters[key] ?? [];
    return ids.length ? [{ filter, ids }] : [];
  });
  const first = query.q ? undefined : set.shift();
  const besides = set.reduce<Sql>((all, { filter, ids }) => sql`${all} AND ${filter.where(ids)}`, sql``);
  const alone = set.length === 0;
  if (query.q) {
    const hits = (most: number) => hitsOf(resource, query.q, most);
    return { hits, matches: matches(resource, query.q), besides, alone };
  }
  if (!first) return null;
  const hits = (most: number) =>
    sql<{ id: string }>`SELECT f.id FROM (${first.filter.ids(first.ids)}) f LIMIT ${most}::int`;
  return { hits, matches: first.filter.where(first.ids), besides, alone };
}
