import { type Inside, readOrg } from '../db/in-org';
import { type Sql, sql } from '../db/sql';
import { type Cursor, sealCursor } from './cursor';

/** What every row of a merged list carries: where it stands in the order. */
export type Placed = { run: number; key: string | Date; id: string };

/**
 * How a list is walked: `desc` as the person sees it, from a cursor or from the start. A list is one or more runs
 * after another (all owners, then all admins); within a run rows go by key, then id.
 */
export type Walk = { desc: boolean; cursor: Cursor | null; size: number };

/** True when the database goes through the rows downwards: a descending list forwards, an ascending one back. */
const downwards = ({ desc, cursor }: Walk) => desc !== (cursor?.way === 'before');

/** True when a run lies wholly behind the cursor, so that it has nothing for this page. */
export function passed(walk: Walk, run: number): boolean {
  if (!walk.cursor) return false;
  return downwards(walk) ? run > walk.cursor.run : run < walk.cursor.run;
}

/** The condition that a row of this run lies beyond the cursor; as one row comparison, which an index answers. */
export function beyond(walk: Walk, run: number, key: Sql, id: Sql, type: 'text' | 'timestamptz'): Sql {
  const { cursor } = walk;
  if (!cursor || cursor.run !== run) return sql``;
  const value = type === 'text' ? sql`${cursor.key}::text` : sql`${cursor.key}::timestamptz`;
  return downwards(walk)
    ? sql` AND (${key}, ${id}) < (${value}, ${cursor.id}::uuid)`
    : sql` AND (${key}, ${id}) > (${value}, ${cursor.id}::uuid)`;
}

/** The order and length of one source: one row more than a page, to know whether there is another. */
export const inOrder = (walk: Walk, key: Sql, id: Sql): Sql =>
  downwards(walk)
    ? sql` ORDER BY ${key} DESC, ${id} DESC LIMIT ${walk.size + 1}::int`
    : sql` ORDER BY ${key}, ${id} LIMIT ${walk.size + 1}::int`;

/** One list out of many limited, ordered sources, each of which selects `run`, `key` and `id` among its columns. */
export function merged<Row extends Placed>(walk: Walk, sources: Sql[]): Sql<Row> {
  const all = sources.reduce((sum, one, i) => (i ? sql`${sum} UNION ALL (${one})` : sql`(${one})`), sql``);
  return downwards(walk)
    ? sql<Row>`SELECT * FROM (${all}) s ORDER BY run DESC, key DESC, id DESC LIMIT ${walk.size + 1}::int`
    : sql<Row>`SELECT * FROM (${all}) s ORDER BY run, key, id LIMIT ${walk.size + 1}::int`;
}

/** A page of a list: its rows, where they stand ("51–100"), and the cursors of the pages around it. */
export type Page<Row> = {
  rows: Row[];
  from: number;
  to: number;
  before: string | null;
  after: string | null;
};

/** Makes the page of what `merged` found. `list` as in sealCursor. */
export function pageOf<Row extends Placed>(found: Row[], walk: Walk, list: string, orgId: string): Page<Row> {
  const back = walk.cursor?.way === 'before';
  const more = found.length > walk.size;
  const rows = found.slice(0, walk.size);
  if (back) rows.reverse();
  const position = walk.cursor?.position ?? 1;
  // The front of the list is 1, whatever came or went since the cursor was made.
  const from = !back ? position : more ? Math.max(2, position - rows.length + 1) : 1;
  const to = from + rows.length - 1;
  const seal = (way: Cursor['way'], row: Row | undefined, at: number) =>
    row ? sealCursor(list, { orgId, way, run: row.run, key: text(row.key), id: row.id, position: at }) : null;
  return {
    rows,
    from,
    to,
    before: (back ? more : walk.cursor) ? seal('before', rows[0], from - 1) : null,
    after: (back ? true : more) ? seal('after', rows.at(-1), to + 1) : null,
  };
}

/** A page that was asked for: as read from an address, with `lost` when its cursor can't be used. */
type Ask = { list: string; walk: Walk; lost: boolean };

/**
 * The page of what the first round trip found. A cursor that was made in another organization, or that leads to
 * nothing any more, gives the first page in its place, with `lost`; never a row by a foreign cursor.
 */
export async function pageOrFirst<Row extends Placed, In extends Inside>(
  inside: In,
  found: Row[],
  { list, walk, lost }: Ask,
  read: (walk: Walk) => Sql<Row>,
  within: (inside: In, pieces: [Sql<Row>]) => Promise<[Row[]]> = readOrg,
): Promise<{ page: Page<Row>; lost: boolean }> {
  const { orgId } = inside;
  const foreign = walk.cursor !== null && walk.cursor.orgId !== orgId;
  const empty = walk.cursor !== null && found.length === 0;
  if (!foreign && !empty) return { page: pageOf(found, walk, list, orgId), lost };
  const start = { ...walk, cursor: null };
  const [first] = await within(inside, [read(start)]);
  return { page: pageOf(first, start, list, orgId), lost: true };
}

const text = (key: string | Date) => (key instanceof Date ? key.toISOString() : key);
