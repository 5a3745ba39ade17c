import { beyond, inOrder, merged, type Walk } from '../data/keyset';
import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import type { Description, RecordRow } from './describe';
import type { RecordQuery } from './query';

/** How far a list is counted: beyond it says "more than". Counting on would cost a large list more than its page. */
export const COUNTED = 2000;

/** More hits than this are not fetched one by one: they are met on the way along the list's own order. */
const MANY_HITS = 2000;

// The trigram index knows no shorter parts of a word; fewer letters find what begins with them.
const partly = (q: string) => [...q].length >= 3;

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
  const ways = bothWays(resource, narrow, columns, sql`${narrow.besides}${order}`);
  return sql<RecordRow>`${withHits(narrow)} ${merged<RecordRow>(walk, ways)}`;
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
  const [few, along] = bothWays(resource, narrow, one, sql`${narrow.besides}${order}`);
  return sql<{ total: number }>`${withHits(narrow)} SELECT count(*)::int AS total FROM (
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

// Spelled as a range, since a plan that is kept for all values of a parameter can't make one out of ^@. The columns
// sort by code point, and U+10FFFF is the last of them.
const begins = (column: Sql, q: string) =>
  sql`${column} >= lower(${q}) AND ${column} < lower(${q}) || U&'\\+10FFFF'`;

/** The ids of at most `most` rows that match, in no order. */
function hitsOf({ table, rows, begins: columns }: Description, q: string, most: number): Sql<{ id: string }> {
  if (partly(q))
    return sql<{
      id: string;
    }>`SELECT s.id FROM search_rows(${table}::text, ${ORG}, ${WORKSPACE}, lower(${q}), ${most}::int) s`;
  const all = columns.reduce<Sql | null>((sum, column) => {
    const one = sql`(SELECT r.id FROM (${rows}) r WHERE ${begins(column, q)} ORDER BY ${column} LIMIT ${most}::int)`;
    return sum ? sql`${sum} UNION ${one}` : one;
  }, null);
  return sql<{
    id: string;
  }>`SELECT f.id FROM (${all ?? sql`SELECT NULL::uuid AS id WHERE false`}) f LIMIT ${most}::int`;
}

const withHits = ({ hits }: Narrow): Sql => sql`WITH hits AS MATERIALIZED (
    ${hits(MANY_HITS + 1)}),
  size AS MATERIALIZED (SELECT count(*) > ${MANY_HITS}::int AS many FROM hits)`;

/**
 * The two ways to the rows that match, of which the database takes one: few hits are fetched by their keys, many are
 * looked for along the list's order, where they are soon met. The fence (OFFSET) keeps the planner from reading the
 * whole table for few, since it can't know how few they are.
 */
const bothWays = (resource: Description, narrow: Narrow, columns: Sql, rest: Sql): [Sql, Sql] => [
  sql`SELECT ${columns} FROM hits h CROSS JOIN LATERAL (
      SELECT x.* FROM (${resource.rows}) x WHERE x.id = h.id OFFSET 0) r
    WHERE NOT (SELECT many FROM size)${rest}`,
  sql`SELECT ${columns} FROM (${resource.rows}) r
    WHERE (SELECT many FROM size) AND ${narrow.matches}${rest}`,
];

const matches = ({ begins: columns }: Description, q: string): Sql =>
  partly(q)
    ? sql`strpos(r.search, lower(${q})) > 0`
    : sql`(${columns.reduce<Sql>((all, column) => sql`${all} OR (${begins(column, q)})`, sql`false`)})`;
