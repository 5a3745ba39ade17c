import { ORG, type Sql, sql } from '../db/sql';
import { begins, partly } from './search-rows';

/**
 * The user ids of at most `limit` members whose name or address holds `q`; with one or two letters, begins with
 * it. In no order: the inner ORDER BY is an index's own, so that the planner walks it and does not try its luck with
 * the whole table.
 */
export const hits = (q: string, limit: number): Sql<{ user_id: string }> =>
  partly(q)
    ? sql`SELECT user_id FROM search_members(${ORG}, lower(${q}), ${limit}::int)`
    : sql`SELECT user_id FROM (
        (SELECT user_id FROM membership WHERE org_id = ${ORG} AND ${begins(sql`name_key`, q)}
          ORDER BY name_key LIMIT ${limit}::int)
        UNION (SELECT user_id FROM membership WHERE org_id = ${ORG} AND ${begins(sql`email`, q)}
          ORDER BY email LIMIT ${limit}::int)
      ) found LIMIT ${limit}::int`;

// More hits than this are not fetched one by one: they are met on the way along the list's own order.
const MANY_HITS = 5000;

/** What a statement that searches begins with: `hits`, and in `size` whether they are (too) many. */
export const withHits = (q: string): Sql => sql`WITH hits AS MATERIALIZED (${hits(q, MANY_HITS + 1)}),
  size AS MATERIALIZED (SELECT count(*) > ${MANY_HITS}::int AS many FROM hits)`;

/**
 * The two ways to the rows `m` that match, of which the database takes one. Few hits are fetched by their keys;
 * many are looked for along the way, where they are soon met. The fence (OFFSET) keeps the planner from reading
 * the whole table for few: it can't know how few they are.
 * @param rest more conditions, each with its AND, then order and limit
 */
export const bothWays = (q: string, columns: Sql, rest: Sql): [Sql, Sql] => [
  sql`SELECT ${columns} FROM hits h CROSS JOIN LATERAL (
      SELECT * FROM membership WHERE org_id = ${ORG} AND user_id = h.user_id OFFSET 0) m
    WHERE NOT (SELECT many FROM size)${rest}`,
  sql`SELECT ${columns} FROM membership m
    WHERE m.org_id = ${ORG} AND (SELECT many FROM size) AND ${matches(q)}${rest}`,
];

const matches = (q: string): Sql =>
  partly(q)
    ? sql`strpos(m.search, lower(${q})) > 0`
    : sql`(${begins(sql`m.name_key`, q)} OR ${begins(sql`m.email`, q)})`;

/** The same question put to one row `i` of invitation. */
export const invitationMatches = (q: string): Sql =>
  partly(q) ? sql`strpos(i.email, lower(${q})) > 0` : begins(sql`i.email`, q);
