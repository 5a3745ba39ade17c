import { BOM, csvRow } from '../data/csv';
import type { Walk } from '../data/keyset';
import { type InsideWorkspace, readWorkspace } from '../db/in-workspace';
import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import type { Description, RecordRow } from './describe';
import { recordList } from './list';
import type { RecordQuery } from './query';

/** Rows that are read at a time: little enough for one round trip, much enough for few. */
const STEP = 250;

/**
 * The whole list that the query describes, as CSV in pieces: page after page by its key, so that neither the database
 * nor this process ever holds all of it. Its head is what an import takes.
 */
export async function* recordCsv(
  inside: InsideWorkspace,
  resource: Description,
  query: RecordQuery,
): AsyncGenerator<string> {
  const fields = resource.csv ?? [];
  yield BOM + csvRow([...fields, 'created_at']);
  let walk: Walk = { desc: query.dir === 'desc', cursor: null, size: STEP - 1 };
  for (;;) {
    const [rows] = await readWorkspace(inside, [recordList(resource, query, walk)]);
    if (rows.length) yield rows.map((row) => line(row, fields)).join('');
    const last = rows.at(-1);
    if (!last || rows.length <= walk.size) return;
    const key = last.key instanceof Date ? last.key.toISOString() : last.key;
    walk = { ...walk, cursor: { orgId: inside.orgId, way: 'after', run: 0, key, id: last.id, position: 0 } };
  }
}

const line = (row: RecordRow, fields: readonly string[]) =>
  csvRow([...fields.map((field) => String(row[field] ?? '')), row.created_at.toISOString()]);

type Refusal = { line: number; reason: string; cells: string[] };

const refusalsAfter = (id: string, line: number): Sql<Refusal> =>
  sql<Refusal>`SELECT f.line, f.reason, f.cells FROM csv_refusal f
    WHERE f.org_id = ${ORG} AND f.workspace_id = ${WORKSPACE} AND f.import_id = ${id}::uuid AND f.line > ${line}::int
    ORDER BY f.line LIMIT ${STEP}::int`;

/** The rows of a file that were not taken, as a file that can be mended and brought in again: reasons come last. */
export async function* refusalCsv(
  inside: InsideWorkspace,
  id: string,
  head: readonly string[],
): AsyncGenerator<string> {
  yield BOM + csvRow([...head, 'line', 'reason']);
  for (let after = 0; ; ) {
    const [rows] = await readWorkspace(inside, [refusalsAfter(id, after)]);
    if (rows.length)
      yield rows
        .map(({ line: at, reason, cells }) =>
          csvRow([...head.map((_, i) => cells[i] ?? ''), String(at), reason]),
        )
        .join('');
    after = rows.at(-1)?.line ?? after;
    if (rows.length < STEP) return;
  }
}
