import { record } from '../data/audit';
import { inWorkspace, inWorkspaceTx } from '../db/in-workspace';
import { ORG, type Sql, sql, WORKSPACE } from '../db/sql';
import { AppError } from '../errors';
import { newId } from '../ids';
import { cut } from '../text';
import type { Description } from './describe';
import { checkedFile, type Mapping } from './file';
import type { Doer } from './save';

/** What the page of an import shows. `source` stays in the database. */
export type ImportRow = {
  id: string;
  file_name: string;
  state: 'mapping' | 'waiting' | 'done';
  total: number;
  sample: string[][];
  mapping: Mapping | null;
  done: number;
  added: number;
  refused: number;
  created_by: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

const shown = sql`i.id, i.file_name, i.state, i.total, i.sample, i.mapping, i.done, i.added, i.refused, i.created_by,
  i.created_at, i.started_at, i.finished_at`;

/** One import of a resource. */
export const importOf = ({ name }: Description, id: string | null): Sql<ImportRow> =>
  sql<ImportRow>`SELECT ${shown} FROM csv_import i
    WHERE i.org_id = ${ORG} AND i.workspace_id = ${WORKSPACE} AND i.resource = ${name} AND i.id = ${id}::uuid`;

/** The last imports of a resource, the newest first. */
export const latestImports = ({ name }: Description): Sql<ImportRow> =>
  sql<ImportRow>`SELECT ${shown} FROM csv_import i
    WHERE i.org_id = ${ORG} AND i.workspace_id = ${WORKSPACE} AND i.resource = ${name}
    ORDER BY i.created_at DESC LIMIT 10`;

/** Keeps a file that was uploaded, until somebody says which column is what. @returns its id */
export async function keepFile(
  doer: Doer,
  resource: Description,
  file: { name: string; text: string },
): Promise<string> {
  const { head, rows } = checkedFile(file.text);
  const id = newId();
  await inWorkspace(doer.actor, async (db) => {
    // Files that nobody went on with make room for new ones.
    const unused = await db.csvImport.findMany({
      where: { state: 'mapping', resource: resource.name },
      orderBy: { id: 'desc' },
      skip: 9,
      select: { id: true },
    });
    await db.csvImport.deleteMany({ where: { id: { in: unused.map((one) => one.id) } } });
    await db.csvImport.create({
      data: {
        orgId: db.orgId,
        workspaceId: db.workspaceId,
        id,
        resource: resource.name,
        fileName: file.name,
        source: file.text,
        total: rows.length,
        sample: [head, ...rows.slice(0, 5)].map(({ cells }) => cells.map((cell) => cut(cell, 200))),
        createdById: doer.actor.userId,
        createdBy: doer.actor.email,
      },
    });
  });
  return id;
}

/** Lets the worker begin: which column is what is settled then. @throws AppError not_found, conflict, invalid */
export async function startImport(
  doer: Doer,
  resource: Description,
  id: string,
  mapping: Mapping,
): Promise<void> {
  const fields = resource.csv ?? [];
  if (Object.keys(mapping).some((field) => !fields.includes(field))) throw new AppError('invalid');
  if (mapping.name === undefined)
    throw new AppError('invalid', { fields: { name: 'Choose the column with the names.' } });
  await inWorkspaceTx(doer.actor, async (db) => {
    const { count } = await db.csvImport.updateMany({
      where: { id, resource: resource.name, state: 'mapping' },
      data: { state: 'waiting', mapping },
    });
    if (count === 0) throw new AppError('conflict');
    const kept = await db.csvImport.findFirstOrThrow({
      where: { id },
      select: { fileName: true, total: true },
    });
    await record(db, doer, {
      action: `${resource.name}.imported`,
      target: { kind: 'file', id, label: kept.fileName },
      after: { rows: kept.total },
    });
  });
}

/** Forgets a file that nobody went on with. */
export async function dropImport(doer: Doer, resource: Description, id: string): Promise<void> {
  const { count } = await inWorkspace(doer.actor, (db) =>
    db.csvImport.deleteMany({ where: { id, resource: resource.name, state: 'mapping' } }),
  );
  if (count === 0) throw new AppError('conflict');
}
