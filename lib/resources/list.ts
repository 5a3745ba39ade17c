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
 */
export function recordList(resource: Description, query: RecordQuery, walk: Walk): Sql<RecordRow> {
  const { key, type } = sortOf(resource, query);
  const columns = sql`r.*, 0 AS run, ${key} AS key`;
  const rest = sql`${conditions(resource, query)}${beyond(walk, 0, key, sql`r.id`, type)}${inOrder(walk, key, sql`r.id`)}`;
  if (!query.q) return sql<RecordRow>`SELECT ${columns} FROM (${resource.rows}) r WHERE true${rest}`;
  return sql<RecordRow>`${withHits(resource, query.q)} ${merged<RecordRow>(walk, bothWays(resource, query.q, columns, rest))}`;
}

/** How many rows the list has in all: exact up to COUNTED, more than that when there are more. */
export function recordCount(resource: Description, query: RecordQuery): Sql<{ total: number }> {
  const { key } = sortOf(resource, query);
  const one = sql`r.id`;
  // In the index's own order, so that it is walked and not the whole table.
  const rest = sql`${conditions(resource, query)} ORDER BY ${key} LIMIT ${COUNTED + 1}::int`;
  if (!query.q)
    return sql<{ total: number }>`SELECT count(*)::int AS total FROM (
      SELECT ${one} FROM (${resource.rows}) r WHERE true${rest}) counted`;
  const [few = sql``, along = sql``] = bothWays(resource, query.q, one, rest);
  return sql<{ total: number }>`${withHits(resource, query.q)} SELECT count(*)::int AS total FROM (
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
  return sql<{ id: string; name: string }>`SELECT r.id, r.name FROM (${hits(resource, q, 200)}) h
    JOIN (${resource.rows}) r ON r.id = h.id ORDER BY r.name_key, r.id LIMIT 8`;
}

function sortOf({ name, sorts }: Description, { sort }: RecordQuery) {
  const found = sorts[sort] ?? sorts.name;
  if (!found) throw new Error(`${name} can't be sorted`);
  return found;
}

/** Each filter that is set, as ` AND …`. */
const conditions = ({ filters = {} }: Description, query: RecordQuery): Sql =>
  Object.entries(filters).reduce<Sql>((all, [key, { where }]) => {
    const ids = query.filters[key] ?? [];
    return ids.length ? sql`${all} AND ${where(ids)}` : all;
  }, sql``);

// Spelled as a range, since a plan that is kept for all values of a parameter can't make one out of ^@. The columns
// sort by code point, and U+10FFFF is the last of them.
const begins = (column: Sql, q: string) =>
  sql`${column} >= lower(${q}) AND ${column} < lower(${q}) || U&'\\+10FFFF'`;

/** The ids of at most `most` rows that match, in no order. */
function hits({ table, rows, begins: columns }: Description, q: string, most: number): Sql<{ id: string }> {
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

const withHits = (resource: Description, q: string): Sql => sql`WITH hits AS MATERIALIZED (
    ${hits(resource, q, MANY_HITS + 1)}),
  size AS MATERIALIZED (SELECT count(*) > ${MANY_HITS}::int AS many FROM hits)`;

/**
 * The two ways to the rows that match, of which the database takes one: few hits are fetched by their keys, many are
 * looked for along the list's order, where they are soon met. The fence (OFFSET) keeps the planner from reading the
 * whole table for few, since it can't know how few they are.
 */
const bothWays = (resource: Description, q: string, columns: Sql, rest: Sql): [Sql, Sql] => [
  sql`SELECT ${columns} FROM hits h CROSS JOIN LATERAL (
      SELECT x.* FROM (${resource.rows}) x WHERE x.id = h.id OFFSET 0) r
    WHERE NOT (SELECT many FROM size)${rest}`,
  sql`SELECT ${columns} FROM (${resource.rows}) r
    WHERE (SELECT many FROM size) AND ${matches(resource, q)}${rest}`,
];

const matches = ({ begins: columns }: Description, q: string): Sql =>
  partly(q)
    ? sql`strpos(r.search, lower(${q})) > 0`
    : sql`(${columns.reduce<Sql>((all, column) => sql`${all} OR (${begins(column, q)})`, sql`false`)})`;
