import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';

/** What is searched: a table of a workspace that searchable(…) in its migration opened to search_rows. */
export type Searched = {
  table: string;
  /**
   * All rows of the workspace in scope (of the main one, for what is the organization's), aliased as it likes; a whole
   * statement, so that the guard reads its filters.
   */
  rows: Sql;
  /** Columns `r.…`, indexed, that one or two letters are looked for at the beginning of. */
  begins: readonly Sql[];
};

/** Whether a part of a word is looked for. The trigram index knows none under three letters; those find what begins with them. */
export const partly = (q: string): boolean => [...q].length >= 3;

/**
 * The condition that a column, in lower case, begins with `q`. Spelled as a range, since a plan that is kept for all
 * values of a parameter can't make one out of ^@. The columns sort by code point, and U+10FFFF is the last of them.
 */
export const begins = (column: Sql, q: string): Sql =>
  sql`${column} >= lower(${q}) AND ${column} < lower(${q}) || U&'\\+10FFFF'`;

/** The ids of at most `most` rows that match, in no order. */
export function hitsOf(
  { table, rows, begins: columns }: Searched,
  q: string,
  most: number,
): Sql<{ id: string }> {
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

/** The same as a condition on `r`. */
export const matches = ({ begins: columns }: Searched, q: string): Sql =>
  partly(q)
    ? sql`strpos(r.search, lower(${q})) > 0`
    : sql`(${columns.reduce<Sql>((all, column) => sql`${all} OR (${begins(column, q)})`, sql`false`)})`;

/** More hits than this are not fetched one by one: they are met on the way along the list's own order. */
const MANY_HITS = 2000;

/**
 * What a statement begins with that goes by hits: `hits`, and in `size` whether they are (too) many.
 * @param hits the ids of at most so many rows
 */
export const withHits = (hits: (most: number) => Sql<{ id: string }>): Sql => sql`WITH hits AS MATERIALIZED (
    ${hits(MANY_HITS + 1)}),
  size AS MATERIALIZED (SELECT count(*) > ${MANY_HITS}::int AS many FROM hits)`;

/**
 * The two ways to the rows `r` that match, of which the database takes one: few hits are fetched by their keys, many are
 * looked for along the list's order, where they are soon met. The fence (OFFSET) keeps the planner from reading the
 * whole table for few, since it can't know how few they are.
 * @param rest more conditions, each with its AND, then order and limit
 */
export const bothWays = (rows: Sql, matching: Sql, columns: Sql, rest: Sql): [Sql, Sql] => [
  sql`SELECT ${columns} FROM hits h CROSS JOIN LATERAL (
      SELECT x.* FROM (${rows}) x WHERE x.id = h.id OFFSET 0) r
    WHERE NOT (SELECT many FROM size)${rest}`,
  sql`SELECT ${columns} FROM (${rows}) r
    WHERE (SELECT many FROM size) AND ${matching}${rest}`,
];
