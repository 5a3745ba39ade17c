import { ORG, type Sql, sql } from '../db/sql';
import { COUNTED, type CountedLimit } from '../plans/limits';

/** What the org uses of a limit now; a limit of which nothing was ever used has no row. */
export type Used = { limit_key: CountedLimit; used: number };

/** What the org uses of each of its limits now: what it holds, and the API requests of this month (UTC). */
export const USAGE_NOW = sql<Used>`
  SELECT c.limit_key, c.used::float8 AS used FROM usage_counter c
    WHERE c.org_id = ${ORG} AND c.limit_key = ANY (${COUNTED}::text[])
  UNION ALL
  SELECT d.limit_key, sum(d.value)::float8 FROM usage_day d
    WHERE d.org_id = ${ORG} AND d.limit_key = 'api_requests' AND d.day >= date_trunc('month', now() AT TIME ZONE 'UTC')::date
    GROUP BY d.limit_key`;

/** One day (UTC, "2026-11-25") as it was noted: see usage_day in the migration. */
export type UsageDay = { limit_key: CountedLimit; day: string; value: number; closing: number };

/**
 * The days since `from` that something was noted on, and for each limit the last one before: what the days after it
 * begin with. The oldest first.
 * @param from "2026-11-01"
 */
export const usageDays = (from: string): Sql<UsageDay> => sql<UsageDay>`
  SELECT d.limit_key, d.day::text AS day, d.value::float8 AS value, d.closing::float8 AS closing FROM usage_day d
    WHERE d.org_id = ${ORG} AND d.limit_key = ANY (${COUNTED}::text[]) AND d.day >= ${from}::date
  UNION ALL (
    SELECT DISTINCT ON (b.limit_key) b.limit_key, b.day::text, b.value::float8, b.closing::float8 FROM usage_day b
    WHERE b.org_id = ${ORG} AND b.limit_key = ANY (${COUNTED}::text[]) AND b.day < ${from}::date
    ORDER BY b.limit_key, b.day DESC)
  ORDER BY limit_key, day`;
